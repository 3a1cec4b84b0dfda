import AdapterAPI
import Logging
import Synchronization

/// The host's log: one for all loggers of the process, so that levels can change while it runs, and repeats are seen.
final class HostLog: Sendable {
    private struct State {
        var choice: LogChoice
        var isJSON: Bool
        var limiter = RepeatLimiter()
    }
    private let state: Mutex<State>
    /// Wins over the configuration's; from the command line.
    private let level: Logger.Level?
    private let isTerminal: Bool
    private let write: @Sendable (String) -> Void
    private let clock: AdapterClock
    /// A span since any fixed moment.
    private let elapsed: @Sendable () -> Duration

    /// - Parameters:
    ///   - level: wins over that of the configuration, but not over those of its components.
    ///   - isTerminal: whether a person reads it.
    ///   - write: takes each line.
    ///   - elapsed: a monotonic clock.
    init(
        _ choice: LogChoice, level: Logger.Level?, isTerminal: Bool, write: @escaping @Sendable (String) -> Void,
        clock: AdapterClock = .system, elapsed: @escaping @Sendable () -> Duration
    ) {
        self.level = level
        self.isTerminal = isTerminal
        self.write = write
        self.clock = clock
        self.elapsed = elapsed
        state = Mutex(State(choice: choice, isJSON: Self.isJSON(choice, isTerminal)))
    }

    /// On standard error.
    static func standard(_ choice: LogChoice, level: Logger.Level?) -> HostLog {
        let start = ContinuousClock.now
        return HostLog(
            choice, level: level, isTerminal: Terminal.isErrorInteractive, write: { Terminal.complain($0) },
            elapsed: { ContinuousClock.now - start })
    }

    /// A logger of the host itself.
    var logger: Logger { Logger(label: LogChoice.Component.host.rawValue) { HostLogHandler(label: $0, log: self) } }

    /// Goes over to another configuration.
    func change(to choice: LogChoice) {
        state.withLock { state in
            state.choice = choice
            state.isJSON = Self.isJSON(choice, isTerminal)
        }
    }

    /// From which level on a component logs.
    func level(of component: String) -> Logger.Level {
        state.withLock { $0.choice.components[component] ?? level ?? $0.choice.level }
    }

    /// Writes a line, unless it says what was said too often of late.
    func take(_ line: LogLine) {
        let now = elapsed()
        let (isJSON, isLimited, summaries) = state.withLock { state in
            let due = state.limiter.due(now)
            // Counters are told as they change, and what ends the host always.
            let mayRepeat = line.level < .notice || line.level == .critical
            let group = "\(line.component) \(line.level) \(line.details["press"] ?? "")"
            return (state.isJSON, !mayRepeat && !state.limiter.passes(line.message, of: group, now: now), due)
        }
        for summary in summaries { write(Self.text(of: summary, time: line.time, isJSON)) }
        if !isLimited { write(line.text(isJSON: isJSON)) }
    }

    /// Tells what was left out and is due; with `isEnd` all that was left out.
    func flush(isEnd: Bool = false) {
        let now = elapsed()
        let (isJSON, summaries) = state.withLock { state in
            (state.isJSON, isEnd ? state.limiter.drain(now) : state.limiter.due(now))
        }
        for summary in summaries { write(Self.text(of: summary, time: clock.now(), isJSON)) }
    }

    /// Tells what was left out as it becomes due, until it is cancelled.
    func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(5))
            flush()
        }
    }

    private static func text(
        of summary: RepeatLimiter.Summary, time: (seconds: Int64, nanoseconds: Int32), _ isJSON: Bool
    ) -> String {
        let span = Duration.seconds(summary.span.components.seconds).configurationText
        return LogLine(
            time: time, level: .notice, component: LogChoice.Component.host.rawValue,
            message: "… \(summary.count) more in \(span) like: \(summary.last)", details: [:]
        ).text(isJSON: isJSON)
    }

    private static func isJSON(_ choice: LogChoice, _ isTerminal: Bool) -> Bool {
        switch choice.format {
        case .automatic: !isTerminal
        case .text: false
        case .json: true
        }
    }
}
