/// Messages of one publisher with QoS 1 that have no PUBACK yet, because it was lost on purpose or is delayed. Pure.
struct InboundWindow: Sendable {
    private var lost: Set<UInt16> = []
    private var due: [UInt16: Int64] = [:]

    /// Whether one more may come; one sent again under its id is no further one.
    mutating func accepts(_ id: UInt16, limit: Int?, now: Int64) -> Bool {
        if !due.isEmpty { due = due.filter { $0.value > now } }
        guard let limit, !lost.contains(id), due[id] == nil else { return true }
        return lost.count + due.count < limit
    }

    mutating func acknowledged(_ id: UInt16, at moment: Int64, now: Int64) {
        lost.remove(id)
        due[id] = moment > now ? moment : nil
    }

    mutating func isLost(_ id: UInt16) { lost.insert(id) }
}
