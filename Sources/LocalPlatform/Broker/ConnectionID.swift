/// Names a connection for as long as the process lives.
struct ConnectionID: Sendable, Hashable, Comparable {
    let number: UInt64

    static func < (one: ConnectionID, other: ConnectionID) -> Bool { one.number < other.number }
}
