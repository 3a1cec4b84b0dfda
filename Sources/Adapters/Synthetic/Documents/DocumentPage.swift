import AdapterAPI

/// What all forms of a document need to know.
struct DocumentPage {
    let device: String
    /// The ordinal of the first event.
    let number: Int
    let press: Int
    let times: SimulatedTime
    /// Whether a status message, by its ordinal, has no total counter.
    let lacksCounter: (Int) -> Bool

    /// When an event happened, by the press's clock.
    func time(of event: SyntheticEvent) -> String { times.stamp(event.time, skew: event.skew).text }

    /// A name for a message that no other message of the simulation has.
    func identifier(of event: SyntheticEvent) -> String { "S\(press)-\(event.ordinal)" }
}
