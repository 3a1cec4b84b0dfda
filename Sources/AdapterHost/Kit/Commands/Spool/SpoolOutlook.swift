import IoTTransport

/// How long the spool lasts without a broker, and how long it takes to empty with one. Pure.
struct SpoolOutlook: Equatable {
    enum Draining: Equatable {
        /// Nothing waits.
        case empty
        case seconds(Double)
        /// At least as much comes in as may leave.
        case never
        /// No rate is configured and none was seen.
        case unknown
    }

    /// Bytes of events that still fit: into the spool, and on its disk.
    let roomBytes: Int64
    /// Seconds until it is full at the present rate; nil when nothing comes in, or that is not known.
    let offlineSeconds: Double?
    let draining: Draining

    init(_ overview: SpoolOverview, maxBytes: Int64, delivery: DeliverySettings) {
        var room = max(0, maxBytes - overview.counters.bytes)
        if let free = overview.freeDiskBytes { room = min(room, max(0, free) + overview.reusableBytes) }
        roomBytes = room
        let rates = overview.rates
        offlineSeconds = rates.flatMap { $0.bytesInPerSecond > 0 ? Double(room) / $0.bytesInPerSecond : nil }
        draining = Self.draining(overview, rates, delivery)
    }

    private static func draining(
        _ overview: SpoolOverview, _ rates: SpoolRates?, _ delivery: DeliverySettings
    ) -> Draining {
        let waiting = Double(overview.counters.waiting)
        guard waiting > 0 else { return .empty }
        var limits: [Double] = []
        if let rate = delivery.rate { limits.append(rate) }
        if let byteRate = delivery.byteRate {
            limits.append(byteRate * waiting / Double(max(1, overview.counters.bytes)))
        }
        if limits.isEmpty, let seen = rates?.eventsOutPerSecond, seen > 0 { limits.append(seen) }
        guard let limit = limits.min() else { return .unknown }
        let net = limit - (rates?.eventsInPerSecond ?? 0)
        return net > 0 ? .seconds(waiting / net) : .never
    }
}
