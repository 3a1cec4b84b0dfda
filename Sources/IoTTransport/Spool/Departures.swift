/// Events that left the spool otherwise than by their PUBACK.
struct Departures: Sendable, Equatable {
    /// Dropped by the filter on their way out: how many, by rule.
    var filtered: [String: Int] = [:]
    /// Given up in delivery, each with its reason and its bytes.
    var dead: [DeadLetter] = []

    var count: Int { filtered.values.reduce(dead.count, +) }
}
