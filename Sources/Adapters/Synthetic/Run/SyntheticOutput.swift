import AdapterAPI

/// Takes what is due and brings it where it belongs, a round at a time.
protocol SyntheticOutput: AnyObject {
    /// Whether it is time to deliver.
    var isFull: Bool { get }

    /// Takes a group of a press's events. `ordinal`: of the first that was in no earlier group; `due`: when they are due, in
    /// nanoseconds since 1970.
    func add(_ events: [SyntheticEvent], press: Int, ordinal: Int, due: Int64)

    /// Takes a reference event.
    func addReference(_ counter: Int, due: Int64)

    /// Delivers all that was taken, then stores the state, which covers it. May change what the state counts.
    func deliver(_ state: inout SyntheticState) async throws
}
