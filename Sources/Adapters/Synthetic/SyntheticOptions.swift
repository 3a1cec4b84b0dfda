import AdapterAPI

/// What is simulated, and how fast.
struct SyntheticOptions: Sendable {
    var presses: Int
    var seed: UInt64
    /// Simulated seconds a second.
    var speed: Double
    var kinds: Set<SyntheticKind>
    /// Events of `reference-client-test` a second.
    var rate: Double
    /// Events after which no more are made; 0 for no end.
    var limit: Int

    /// Events a second that make sense: beyond them nothing can keep up, below them nobody waits.
    private static let rates = (1.0 / 3_600)...1_000_000

    init(_ reader: inout ConfigurationReader) {
        presses = reader.integer("presses", default: 1, in: 1...1000, help: "how many presses are simulated")
        seed = UInt64(
            reader.integer("seed", default: 42, in: 0...Int.max, help: "the same seed gives the same presses and jobs"))
        speed = reader.number("speed", default: 1, in: 1...10_000, help: "simulated seconds a second")
        let names = reader.strings(
            "events", default: ["status"], help: "what is sent: status, ink, reference-client-test")
        rate = reader.rate("rate", default: "2/s", help: "how often reference-client-test is sent, in real time") ?? 0
        limit = reader.integer(
            "limit", default: 0, in: 0...Int.max, help: "events after which no more are sent; 0: no end")
        kinds = Set(names.compactMap(SyntheticKind.init))
        let known = SyntheticKind.allCases.map(\.rawValue)
        for name in names where SyntheticKind(rawValue: name) == nil {
            reader.fault(
                at: "events",
                "\"\(name)\" is not one of " + known.joined(separator: ", ")
                    + Suggestion.phrase(for: name, among: known))
        }
        if names.isEmpty {
            reader.fault(at: "events", "\"events\" must name at least one of " + known.joined(separator: ", "))
        }
        if !Self.rates.contains(rate) {
            rate = 1
            reader.fault(at: "rate", "\"rate\" must be from 1/h to 1000000/s")
        }
    }
}
