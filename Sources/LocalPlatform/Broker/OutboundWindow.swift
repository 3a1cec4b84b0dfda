/// Messages to one subscriber with QoS 1: so many in flight, so many waiting, the rest discarded. Pure.
struct OutboundWindow: Sendable {
    /// Messages, and bytes of payload, that may wait for a PUBACK of the subscriber.
    static let maximumWaiting = 1000
    static let maximumWaitingBytes = 8 * 1024 * 1024

    private(set) var inFlight: Set<UInt16> = []
    private var waiting: [MQTTPublish] = []
    private var first = 0
    private var waitingBytes = 0
    private var lastID: UInt16 = 0

    var waitingCount: Int { waiting.count - first }

    enum Verdict: Equatable {
        /// With its packet id: send it.
        case send(MQTTPublish)
        case waits
        case discarded
    }

    mutating func offer(_ publish: MQTTPublish, limit: Int) -> Verdict {
        if inFlight.count < limit, waitingCount == 0 { return .send(numbered(publish)) }
        guard waitingCount < Self.maximumWaiting, waitingBytes + publish.payload.count <= Self.maximumWaitingBytes
        else { return .discarded }
        waiting.append(publish)
        waitingBytes += publish.payload.count
        return .waits
    }

    /// Takes a PUBACK; returns what may be sent now.
    mutating func acknowledged(_ id: UInt16, limit: Int) -> [MQTTPublish] {
        inFlight.remove(id)
        var next: [MQTTPublish] = []
        while inFlight.count < limit, waitingCount > 0 {
            let publish = waiting[first]
            waitingBytes -= publish.payload.count
            first += 1
            next.append(numbered(publish))
        }
        if first == waiting.count {
            waiting.removeAll()
            first = 0
        } else if first >= 256 {
            waiting.removeFirst(first)
            first = 0
        }
        return next
    }

    private mutating func numbered(_ publish: MQTTPublish) -> MQTTPublish {
        repeat {
            lastID = lastID == .max ? 1 : lastID + 1
        } while inFlight.contains(lastID)
        inFlight.insert(lastID)
        var publish = publish
        publish.packetID = lastID
        return publish
    }
}
