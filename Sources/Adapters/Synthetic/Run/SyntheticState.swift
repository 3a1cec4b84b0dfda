import AdapterAPI

/// How far the generator is: what its checkpoint holds, as lines of a name and numbers.
///
/// A press takes some 40 bytes, however long it has run: it is taken up at the beginning of the job that it was at.
struct SyntheticState: Equatable, Sendable {
    /// Of the plan that the positions belong to.
    var fingerprint: UInt64
    /// The simulated moment of the beginning, in nanoseconds since 1970: what the events' times count from.
    var start: Int64
    /// Real time at which simulated time would have been 0 at the present speed.
    var pressAnchor: Int64
    var speed: Double
    /// Real time at which the first reference event would have been due at the present rate.
    var referenceAnchor: Int64
    var rate: Double
    /// Events sent; documents, and the records in them.
    var emitted = 0
    var documents = 0
    var records = 0
    /// Documents that a receiver refused for good.
    var refused = 0
    /// Reference events sent.
    var references = 0
    /// Where each press is.
    var positions: [PressPosition] = []

    /// The beginning.
    init(_ options: SyntheticOptions, now: Int64) {
        fingerprint = options.plan.fingerprint
        start = options.start ?? now
        pressAnchor = now
        speed = options.speed
        referenceAnchor = now
        rate = options.rate
    }

    /// Whether a simulation with these options goes on from here; otherwise it is another one.
    func fits(_ options: SyntheticOptions) -> Bool {
        fingerprint == options.plan.fingerprint && (options.start ?? start) == start
    }

    /// When simulated time reaches a value in milliseconds.
    func due(simulated milliseconds: Int64) -> Int64 {
        // Beyond a hundred years nothing is due.
        guard milliseconds < 1 << 42 else { return .max }
        return pressAnchor + Int64(Double(milliseconds) * 1e6 / speed)
    }

    /// When the next reference event is due.
    var nextReference: Int64 { referenceAnchor + Int64(Double(references) * 1e9 / rate) }

    /// Goes on at another pace from here: `simulated` is the time reached, in milliseconds.
    mutating func adopt(_ options: SyntheticOptions, simulated: Int64, now: Int64) {
        if speed != options.speed {
            speed = options.speed
            pressAnchor = now - Int64(Double(simulated) * 1e6 / speed)
        }
        if rate != options.rate {
            rate = options.rate
            referenceAnchor = now - Int64(Double(references) * 1e9 / rate)
        }
    }
}
