/// How often what goes wrong: shares from 0 to 1. Each case is decided by the seed, the press and a number alone.
struct SyntheticFaults: Equatable, Sendable {
    enum Kind: Int {
        case clockSkew = 1
        case duplicates, disorder, missingCounters, counterResets, halfWritten
    }

    /// Of jobs: all their times are wrong.
    var clockSkew = 0.0
    /// By how much, in milliseconds, forward or back.
    var skew: Int64 = 0
    /// Of documents, or of events that are sent directly: they come twice.
    var duplicates = 0.0
    /// Of events: the next one of the press comes before them.
    var disorder = 0.0
    /// Of status messages: they have no total counter.
    var missingCounters = 0.0
    /// Of jobs: the press's counter begins at 0.
    var counterResets = 0.0
    /// Of documents: half of it is to be seen before the whole is.
    var halfWritten = 0.0

    /// What tells two of them apart.
    var fingerprint: String {
        "\(clockSkew) \(skew) \(duplicates) \(disorder) \(missingCounters) \(counterResets) \(halfWritten)"
    }

    private func share(_ kind: Kind) -> Double {
        switch kind {
        case .clockSkew: clockSkew
        case .duplicates: duplicates
        case .disorder: disorder
        case .missingCounters: missingCounters
        case .counterResets: counterResets
        case .halfWritten: halfWritten
        }
    }

    /// Whether it happens to the event, document or job of this number.
    func strikes(_ kind: Kind, seed: UInt64, press: Int, _ number: Int) -> Bool {
        let share = share(kind)
        guard share > 0 else { return false }
        var random = SplitMix64(seed: seed &+ UInt64(kind.rawValue), press, number)
        return random.happens(share)
    }

    /// How wrong the clock is during a job, in milliseconds.
    func skew(seed: UInt64, press: Int, job: Int) -> Int64 {
        guard strikes(.clockSkew, seed: seed, press: press, job) else { return 0 }
        return job % 2 == 0 ? skew : -skew
    }
}
