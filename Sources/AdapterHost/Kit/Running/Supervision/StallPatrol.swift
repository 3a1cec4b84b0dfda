import AdapterAPI
import Logging

/// Looks after all sources once a second, and names those that stall.
struct StallPatrol {
    private let reports: SourceReports
    private let limit: Duration
    private var watches: [ObjectIdentifier: StallWatch] = [:]
    private let logger: Logger

    /// - Parameter limit: how long a source may get no further although it has something to do.
    init(_ reports: SourceReports, limit: Duration, logger: Logger) {
        self.reports = reports
        self.limit = limit
        self.logger = logger
    }

    /// - Parameters:
    ///   - now: a span since any fixed moment.
    ///   - wall: the same moment, in seconds since 1970.
    ///   - isBlocked: whether the spool or its disk is full, so that sources wait.
    mutating func look(now: Duration, wall: Int64, isBlocked: Bool) {
        let former = watches
        watches = [:]
        for state in reports.states {
            let (look, work) = state.look(isBlocked: isBlocked)
            var watch = former[ObjectIdentifier(state)] ?? StallWatch(limit: limit)
            defer { watches[ObjectIdentifier(state)] = watch }
            switch watch.look(look, now: now) {
            case .stalled(let span):
                let since = wall - span.components.seconds
                logger.warning(
                    """
                    source \(state.id) gets no further: nothing was sent or moved for \(span.rounded.configurationText) \
                    (since \(Timestamp(secondsSince1970: since).text)): \(work)
                    """)
                state.stalled(since: since, work)
            case .goesOn(let span):
                logger.notice("source \(state.id) goes on after \(span.rounded.configurationText)")
                state.stalled(since: nil, "")
            case nil:
                if !watch.isStalled, state.standing.health == .stalled { state.stalled(since: nil, "") }
            }
        }
    }
}

extension Duration {
    /// In whole seconds, or whole minutes from ten of them on.
    fileprivate var rounded: Duration {
        let seconds = components.seconds
        return .seconds(seconds < 600 ? seconds : seconds - seconds % 60)
    }
}
