/// What the kit looks at.
public enum ConformanceCheck: String, Sendable, CaseIterable {
    /// The events and faults are those in the case's expected files, byte for byte.
    case golden
    /// Two runs give the same, also when batches are as small as can be.
    case determinism
    /// Stopped after any checkpoint and started anew from it, the source gives the same events, none of them under one
    /// id with two contents.
    case resume
    /// While the host is full the source waits.
    case backPressure
    /// A cancelled run ends soon, sends nothing afterwards, and the next start loses nothing.
    case cancellation
    /// What `send` or `flush` throws ends the run with that very error, and the next start loses nothing.
    case failingSink
    /// Two sources of the kind at once do not disturb each other.
    case twoAtOnce
    /// Documents read by themselves, and from the middle on, give the same records.
    case documents
    /// Unknown keys and values of a wrong kind are faults with their place, and the nearest known key is named.
    case options
}
