/// A press and its next event that is to be sent.
struct PressStream: Sendable {
    private var press: SyntheticPress
    private let kinds: Set<SyntheticKind>
    private(set) var next: SyntheticEvent

    /// A press after its first `made` events.
    init(_ options: SyntheticOptions, number: Int, made: Int) {
        press = SyntheticPress(seed: options.seed, number: number)
        kinds = options.kinds
        next = press.next()
        while next.ordinal < made { next = press.next() }
        skipUnwanted()
    }

    /// Goes on to the next event that is to be sent.
    mutating func advance() {
        next = press.next()
        skipUnwanted()
    }

    private mutating func skipUnwanted() {
        while !kinds.contains(next.kind) { next = press.next() }
    }
}
