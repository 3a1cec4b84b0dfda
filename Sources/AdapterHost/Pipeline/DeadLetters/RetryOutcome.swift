/// What became of a dead letter that was mapped again.
public enum RetryOutcome: Sendable, Equatable {
    /// Its event is queued, and the letter is gone.
    case queued
    /// Its event was queued before, from another reading; the letter is gone.
    case duplicate
    /// It makes no event now either, and stays.
    case kept(reason: String)
}
