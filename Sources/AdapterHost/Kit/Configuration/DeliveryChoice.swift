import AdapterAPI
import IoTTransport

/// `delivery:` in host.yaml: the limits that publishing keeps to.
enum DeliveryChoice: String, CaseIterable {
    /// Those of AWS IoT Core, with some room.
    case aws
    /// None: a broker of one's own.
    case unlimited

    private var settings: DeliverySettings {
        switch self {
        case .aws: .aws
        case .unlimited: .unlimited
        }
    }

    static func read(_ reader: inout ConfigurationReader, isPlatform: Bool) -> DeliverySettings {
        let usual = isPlatform ? Self.aws : .unlimited
        return reader.section("delivery", help: "how fast events leave") { delivery in
            let preset = delivery.choice(
                "preset", default: usual, help: "limits to start from: aws, the default with platform:, or unlimited")
            var settings = preset.settings
            settings.window = delivery.integer(
                "window", default: settings.window, in: 1...200, help: "events in flight without acknowledgement")
            let isLimited = preset == .aws
            settings.rate = delivery.rate("rate", default: isLimited ? "88/s" : "unlimited", help: "events a second")
            settings.byteRate = delivery.byteRate(
                "byteRate", default: isLimited ? "380KiB/s" : "unlimited", help: "bytes a second")
            settings.acknowledgementTimeout = delivery.duration(
                "acknowledgementTimeout", default: settings.acknowledgementTimeout,
                help: "how long a PUBACK may take until the connection is made anew")
            settings.retry = retry(&delivery) ?? settings.retry
            return settings
        } ?? usual.settings
    }

    private static func retry(_ delivery: inout ConfigurationReader) -> RetrySettings? {
        let usual = RetrySettings()
        return delivery.section("retry", help: "how long to wait before the next connection") { retry in
            RetrySettings(
                minimum: retry.duration("minimum", default: usual.minimum, help: "at least"),
                maximum: retry.duration("maximum", default: usual.maximum, help: "what it doubles to, with jitter"),
                afterRefusal: retry.duration(
                    "afterRefusal", default: usual.afterRefusal,
                    help: "at least, when the broker refuses or cuts at once"))
        }
    }
}
