import AdapterAPI

/// What is simulated, how fast, and where it goes.
struct SyntheticOptions: Sendable {
    var presses: Int
    var plan: PressPlan
    /// Simulated seconds a second.
    var speed: Double
    /// The simulated moment of the beginning, in nanoseconds since 1970; nil for that of the first start.
    var start: Int64?
    /// Simulated milliseconds after which no more is made; nil for no end.
    var duration: Int64?
    var zone: ZoneRules
    var kinds: Set<SyntheticKind>
    /// Events of `reference-client-test` a second.
    var rate: Double
    /// Events after which no more are made; 0 for no end.
    var limit: Int
    /// Events of one press that are sent together, at least: those of a document, or one.
    var groupSize: Int
    var destination: Destination

    /// Where events go.
    enum Destination: Sendable {
        /// To the host.
        case events
        /// Into a folder, of which only so many files may wait.
        case folder(String, DocumentFormat, mostWaiting: Int)
        /// To a JMF receiver.
        case address(PostAddress, timeout: Duration)

        /// What is written; nil for events.
        var format: DocumentFormat? {
            switch self {
            case .events: nil
            case .folder(_, let format, _): format
            case .address: .jmf
            }
        }
    }

    /// Events a second that make sense: beyond them nothing can keep up, below them nobody waits.
    private static let rates = (1.0 / 3_600)...1_000_000
    /// Simulated time that makes sense, and keeps the model's numbers far from their limits.
    private static let longest = Duration.seconds(100 * 366 * 86_400)
    /// Events that all presses together hold in memory.
    static let mostHeld = 100_000

    init(_ reader: inout ConfigurationReader) {
        presses = reader.integer("presses", default: 1, in: 1...1000, help: "how many presses are simulated")
        plan = Self.plan(&reader)
        speed = reader.number("speed", default: 1, in: 1...10_000, help: "simulated seconds a second")
        zone = Self.zone(&reader)
        start = Self.start(&reader, zone)
        let span = reader.optionalDuration(
            "duration", help: "simulated time after which no more is made; none: no end")
        if let span, span > Self.longest || span < .seconds(1) {
            reader.fault(at: "duration", "\"duration\" must be from 1s to 100 years")
        }
        duration = span.map { Int64($0.inSeconds * 1_000) }
        limit = reader.integer(
            "limit", default: 0, in: 0...Int.max, help: "events after which no more are made; 0: no end")
        destination = Self.destination(&reader)
        kinds = Self.kinds(&reader, destination)
        rate = reader.rate("rate", default: "2/s", help: "how often reference-client-test is sent, in real time") ?? 0
        if !Self.rates.contains(rate) {
            rate = 1
            reader.fault(at: "rate", "\"rate\" must be from 1/h to 1000000/s")
        }
        let records = reader.integer(
            "records", default: 10, in: 1...1000, help: "writes or posts: events of a press in one document")
        groupSize = destination.format == nil ? 1 : records
        if groupSize * presses > Self.mostHeld {
            reader.fault(
                at: "records", "\"records\" times \"presses\" must be at most \(Self.mostHeld): so many wait in memory")
        }
        if destination.format == nil { Self.refuseDocumentFaults(plan.faults, reader) }
    }

    private static func plan(_ reader: inout ConfigurationReader) -> PressPlan {
        let seed = reader.integer(
            "seed", default: 42, in: 0...Int.max, help: "the same seed gives the same presses and jobs")
        let shifts = reader.integer(
            "shifts", default: 2, in: 1...3, help: "shifts of 8 hours that a press works a day; the rest is night")
        let weekends = reader.boolean("weekends", default: false, help: "whether presses work at weekends too")
        let interval = reader.duration(
            "interval", default: .milliseconds(7_500),
            help: "simulated time between two status events of a press that has work")
        if interval < .milliseconds(500) || interval > .seconds(3_600) {
            reader.fault(at: "interval", "\"interval\" must be from 500ms to 1h")
        }
        let faults =
            reader.section(
                "faults", help: "what goes wrong how often: shares of 0 to 1, decided by the seed",
                { SyntheticFaults(&$0) })
            ?? SyntheticFaults()
        return PressPlan(
            seed: UInt64(seed), shifts: shifts, worksWeekends: weekends,
            interval: min(max(Int64(interval.inSeconds * 1_000), 500), 3_600_000), faults: faults)
    }

    private static func zone(_ reader: inout ConfigurationReader) -> ZoneRules {
        let name = reader.string("zone", default: "UTC", help: "IANA time zone that times are written in")
        if let zone = ZoneRules.named(name) { return zone }
        reader.fault(
            at: "zone",
            "\"\(name)\" is not an IANA time zone" + Suggestion.phrase(for: name, among: ZoneRules.knownIdentifiers))
        return .utc
    }

    private static func start(_ reader: inout ConfigurationReader, _ zone: ZoneRules) -> Int64? {
        let text = reader.optionalString(
            "start", help: "simulated time of the beginning, a Monday's first shift; none: that of the first start")
        guard let text else { return nil }
        // Nanoseconds since 1970 must stay far from their limit.
        guard let time = Timestamp(text, zone: zone), (0...4_102_444_800).contains(time.secondsSince1970) else {
            reader.fault(
                at: "start", "\"start\" must be a time such as 2026-11-23T06:00:00+01:00, from 1970 to 2099")
            return nil
        }
        return time.secondsSince1970 * 1_000_000_000 + Int64(time.nanoseconds)
    }
}
