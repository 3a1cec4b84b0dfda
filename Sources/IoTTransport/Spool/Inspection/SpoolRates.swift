/// How fast events came and left over a span of time.
public struct SpoolRates: Sendable, Equatable {
    /// Seconds that this is about.
    public let span: Int64
    public let eventsIn: Int
    public let eventsOut: Int
    public let bytesIn: Int64

    /// A second.
    public var eventsInPerSecond: Double { Double(eventsIn) / Double(span) }
    public var eventsOutPerSecond: Double { Double(eventsOut) / Double(span) }
    public var bytesInPerSecond: Double { Double(bytesIn) / Double(span) }

    /// The span looked back over, in seconds.
    static let window: Int64 = 300

    /// - Parameters:
    ///   - samples: in order of time.
    ///   - current: what the counters say now.
    ///   - now: seconds since 1970.
    init?(samples: [SpoolSample], current: SpoolSample) {
        // What lies in the future was written before the clock was put back.
        let past = samples.filter { $0.at < current.at }
        let start = current.at - Self.window
        guard let index = past.firstIndex(where: { $0.at >= start }) else {
            // Nothing was written for the whole window.
            guard past.last != nil else { return nil }
            self.init(span: Self.window, eventsIn: 0, eventsOut: 0, bytesIn: 0)
            return
        }
        let base = past[index]
        // Between two samples further apart than this nothing happened but what the later one begins with.
        let hadPause = index > 0 && base.at - past[index - 1].at > 2 * SpoolSample.interval
        let span = hadPause ? Self.window : current.at - base.at
        self.init(
            span: max(span, 1), eventsIn: max(0, current.queued - base.queued),
            eventsOut: max(0, current.left - base.left), bytesIn: max(0, current.queuedBytes - base.queuedBytes))
    }

    init(span: Int64, eventsIn: Int, eventsOut: Int, bytesIn: Int64) {
        self.span = span
        self.eventsIn = eventsIn
        self.eventsOut = eventsOut
        self.bytesIn = bytesIn
    }
}
