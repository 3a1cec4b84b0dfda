import AdapterAPI
import Glibc
import IoTTransport
import Pipeline

/// What `host.yaml` says.
struct HostConfiguration {
    /// The folder of spool, counters and lock.
    var state: String
    var broker: BrokerSettings
    /// The platform, if events go there and not to a broker of one's own.
    var platform: PlatformTarget?
    /// Where telemetry goes.
    var topic: String
    /// The form of the events' headers.
    var header: HeaderProfile
    /// Where rejected telemetry is reported, if anywhere.
    var rejectedTopic: String?
    var sender: Sender
    var shadow: ShadowChoice
    var filter: EventFilter
    var spoolBytes: Int64
    /// What becomes of events that find the spool full, or wait in it for too long.
    var retention: SpoolRetention
    /// How many records that made no event are kept.
    var deadLetters: DeadLetterLimits
    var delivery: DeliverySettings
    /// How long a stop waits for acknowledgements in flight.
    var shutdownTimeout: Duration
    /// How long a source may get no further although it has something to do.
    var stalledAfter: Duration
    /// Where the status page listens; nil for none.
    var status: StatusChoice?
    /// What is logged.
    var log: LogChoice
    /// When the configuration is read again while the host runs.
    var reload: ReloadChoice
    /// Patterns of press files, as written, with their place.
    var presses: [String]

    /// Reads the options. `environmentName` (`--env`) wins over `platform.environment`.
    ///
    /// - Parameters:
    ///   - requiresIdentity: Whether a certificate store that cannot be used is a fault.
    ///   - now: Seconds since 1970.
    init(
        _ reader: inout ConfigurationReader, environmentName: String?, environment: [String: String],
        requiresIdentity: Bool = true, now: Int64 = SystemClock.seconds()
    ) {
        state = reader.path("state", default: "var", help: "folder of spool, dead letters, counters and lock")
        header = reader.choice("header", default: HeaderProfile.v1, help: "header profile of the events")
        let target = DeliveryTarget(
            &reader, profile: header, environmentName: environmentName, environment: environment,
            requiresIdentity: requiresIdentity,
            now: now)
        broker = target.broker
        platform = target.platform
        topic = target.topic
        sender = Self.readSender(&reader, profile: header, clientID: target.broker.clientID)
        rejectedTopic = target.rejectedTopic
        shadow = ShadowChoice.read(&reader, isPlatform: target.platform != nil)
        filter = Self.readFilter(&reader)
        (spoolBytes, retention) = Self.readSpool(&reader)
        deadLetters = Self.readDeadLetters(&reader)
        delivery = DeliveryChoice.read(&reader, isPlatform: target.platform != nil)
        shutdownTimeout = reader.duration(
            "shutdownTimeout", default: .seconds(10), help: "how long a stop waits for acknowledgements in flight")
        stalledAfter = Self.readStalledAfter(&reader)
        status = StatusChoice.read(&reader)
        log = LogChoice.read(&reader)
        reload = ReloadChoice.read(&reader)
        presses = reader.strings("presses", default: ["presses/*.yaml"], help: "press files; * and ? match")
    }

    private static func readStalledAfter(_ reader: inout ConfigurationReader) -> Duration {
        let limit = reader.duration(
            "stalledAfter", default: .seconds(300),
            help: "how long a source may send and move nothing although input waits, before it is named as stalled")
        if limit < .seconds(1) { reader.fault(at: "stalledAfter", "\"stalledAfter\" must be at least 1s") }
        return limit
    }

    /// Reads `filter:`, also for `convert`.
    static func readFilter(_ reader: inout ConfigurationReader) -> EventFilter {
        reader.section("filter", help: "what is published until the shadow says otherwise") { filter in
            EventFilter(
                isPublishingEnabled: filter.boolean(
                    "event_publishing_enabled", default: true, help: "false holds back every event"),
                blacklist: Set(
                    filter.strings("event_type_blacklist", help: "eventType or eventType.eventSubtype, as published")),
                whenDisabled: filter.choice(
                    "whenDisabled", default: EventFilter.WhenDisabled.drop,
                    help: "drop, or hold: events wait in the spool while publishing is disabled"))
        } ?? EventFilter()
    }

    /// The machine's name: the default of who sends.
    static var hostName: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "adapter-host" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return name.isEmpty ? "adapter-host" : name
    }
}
