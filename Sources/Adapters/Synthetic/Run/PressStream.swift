/// A press and what it sends next: a group of events that go out together.
struct PressStream: Sendable {
    private let plan: PressPlan
    private let number: Int
    private let kinds: Set<SyntheticKind>
    private let size: Int
    /// The last moment of which events are made.
    private let end: Int64
    private var press: SyntheticPress
    /// The event that begins the next group, and where it is.
    private var head: SyntheticEvent
    /// Where the group in ``next`` begins: what a checkpoint holds until it is sent.
    private(set) var position: PressPosition
    /// Never empty, but at the end.
    private(set) var next: [SyntheticEvent] = []

    /// A press from a place on.
    init(_ options: SyntheticOptions, number: Int, at position: PressPosition) {
        plan = options.plan
        self.number = number
        kinds = options.kinds
        size = options.groupSize
        end = options.duration ?? .max
        press = SyntheticPress(options.plan, number: number, at: position.snapshot)
        head = press.next()
        self.position = position
        while head.ordinal < position.ordinal || !kinds.contains(head.kind) { head = press.next() }
        advance()
    }

    /// When the group is complete, in simulated milliseconds; `Int64.max` when there is none.
    var due: Int64 { next.lazy.map(\.time).max() ?? .max }

    /// Goes on to the next group.
    mutating func advance() {
        position = PressPosition(snapshot: press.snapshot, ordinal: head.ordinal)
        next.removeAll(keepingCapacity: true)
        while next.count < size, head.time <= end {
            let event = pull()
            let isLate = plan.faults.strikes(.disorder, seed: plan.seed, press: number, event.ordinal)
            if isLate, head.time <= end { next.append(pull()) }
            next.append(event)
        }
    }

    private mutating func pull() -> SyntheticEvent {
        let event = head
        repeat { head = press.next() } while !kinds.contains(head.kind)
        return event
    }
}
