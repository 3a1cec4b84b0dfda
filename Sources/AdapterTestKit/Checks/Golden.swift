/// What a case gives when nothing goes wrong.
struct Golden: Sendable {
    /// In the order in which they were stored.
    let events: [String]
    let faults: [String]
    /// Sends of a run with batches as small as can be, and what it gave.
    let smallSends: Int
    let smallEvents: [String]
    let smallFaults: [String]
    /// Sends and flushes with batches of the usual size.
    let sends: Int
    let flushes: Int
}
