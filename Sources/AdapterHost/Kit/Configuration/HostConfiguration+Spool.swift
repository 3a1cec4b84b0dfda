import AdapterAPI
import IoTTransport

extension HostConfiguration {
    /// The spool's file.
    var spoolPath: String { state + "/spool.sqlite" }

    /// The spool's file and limits.
    var spoolSettings: SpoolSettings {
        SpoolSettings(path: spoolPath, maxBytes: spoolBytes, deadLetters: deadLetters, retention: retention)
    }

    /// Where the shadow's last state is kept; nil when none is followed.
    var shadowStatePath: String? { shadow == .off ? nil : state + "/shadow.json" }

    /// A spool that drops must hold a good deal more than delivery does, since what delivery holds is never dropped.
    private static let smallestDropping: Int64 = 16 << 20
    /// Below, a broker that is away for a moment would cost events.
    private static let shortestAge = Duration.seconds(60)

    /// Reads `spool:`.
    static func readSpool(_ reader: inout ConfigurationReader) -> (bytes: Int64, retention: SpoolRetention) {
        reader.section("spool", help: "what waits on disk for the broker") { spool in
            let bytes = Int64(spool.bytes("maxSize", default: "4GiB", help: "largest size of the waiting events"))
            let retention = SpoolRetention(
                whenFull: spool.choice(
                    "whenFull", default: SpoolRetention.WhenFull.wait,
                    help: "wait: sources wait until there is room; dropOldest, dropNewest: ordinary events are dropped"),
                maxAge: spool.optionalDuration("maxAge", help: "ordinary events that have waited longer are dropped"),
                keep: Set(
                    spool.strings(
                        "keep", help: "never dropped: eventType or eventType.eventSubtype, as published")))
            if retention.whenFull != .wait, bytes < smallestDropping {
                spool.fault(at: "maxSize", "with whenFull: \(retention.whenFull), maxSize must be at least 16MiB")
            }
            if let age = retention.maxAge, age < shortestAge {
                spool.fault(at: "maxAge", "maxAge must be at least \(shortestAge.configurationText)")
            }
            return (bytes, retention)
        } ?? (4 << 30, SpoolRetention())
    }
}
