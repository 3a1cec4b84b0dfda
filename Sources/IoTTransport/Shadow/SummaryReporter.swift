/// Writes a host's summary to its own named shadow: what matters at most once a second, mere numbers every 30 s, nothing
/// while nothing changes. Pure.
///
/// It starts some time into a session, once the shadow of the state has answered, so that a cut tells which of the two
/// the platform does not allow.
struct SummaryReporter {
    enum Action: Equatable {
        case subscribe([String])
        case publish(topic: String, payload: [UInt8])
    }

    /// The shadow's name.
    static let name = "adapter-host"
    /// The least time between two looks, and so between two writes.
    static let spacing = MonotonicTime.second
    /// The least time between two writes when only numbers changed.
    static let numbersEvery = 30 * MonotonicTime.second
    private static let day = 86_400

    let topics: ShadowTopics
    private var cuts = CutGuard()
    private var sessionStart: Nanoseconds?
    private var hasSubscribed = false
    private var pausedUntil: Nanoseconds?
    private var written: (summary: HostSummary, at: Nanoseconds)?
    private var nextLook: Nanoseconds = .min
    /// The code of the last refusal, until a session begins.
    private(set) var refusal: Int?

    init(thing: String) {
        topics = ShadowTopics(thing: thing, name: Self.name)
    }

    /// When to look again; nil outside a session.
    var due: Nanoseconds? { sessionStart.map { max(nextLook, $0 + CutGuard.soon) } }

    mutating func connected(_ now: Nanoseconds) {
        sessionStart = now
        hasSubscribed = false
        // What another host with this identity wrote meanwhile is not known.
        written = nil
    }

    mutating func disconnected(_ now: Nanoseconds) {
        sessionStart = nil
        _ = cuts.ended(now)
    }

    /// The service refuses it: again after an hour.
    mutating func received(topic: String, payload: [UInt8], now: Nanoseconds) -> Bool {
        guard topic == topics.updateRejected else { return false }
        refusal = JSONReader.value(of: payload)?["code"]?.integer
        pausedUntil = now + (refusal == 429 ? 60 * MonotonicTime.second : CutGuard.pause)
        return true
    }

    /// Looks whether there is something to write. `isAllowed`: the shadow of the state is in sync.
    mutating func look(_ now: Nanoseconds, isAllowed: Bool, _ summary: () -> HostSummary) -> [Action] {
        guard let due, now >= due else { return [] }
        nextLook = now + Self.spacing
        guard isAllowed, !cuts.isSuspended(now), pausedUntil.map({ now >= $0 }) ?? true else { return [] }
        var actions: [Action] = []
        if !hasSubscribed {
            hasSubscribed = true
            cuts.asked(now)
            actions.append(.subscribe([topics.updateRejected]))
        }
        let summary = summary()
        guard isWorthWriting(summary, now) else { return actions }
        written = (summary, now)
        let body = JSONValue.object(["state": .object(["reported": summary.document])])
        return actions + [.publish(topic: topics.update, payload: body.bytes)]
    }

    private func isWorthWriting(_ summary: HostSummary, _ now: Nanoseconds) -> Bool {
        guard let (former, at) = written else { return true }
        if summary.version != former.version || summary.sources != former.sources { return true }
        guard now - at >= Self.numbersEvery else { return false }
        let days = { (seconds: Int?) in seconds.map { $0 / Self.day } }
        return summary.queueDepth != former.queueDepth || summary.oldestWaiting != former.oldestWaiting
            || days(summary.certificateExpiry) != days(former.certificateExpiry)
    }
}
