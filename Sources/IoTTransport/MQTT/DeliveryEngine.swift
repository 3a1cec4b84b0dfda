/// Delivery's decisions: what to publish when, when a session is given up, when the next one is tried, which event is given
/// up. Pure: event in, decision out; time and randomness are passed in.
///
/// ```
/// offline ── connected ──▶ session ── ended, overdue ──▶ offline, after the delay of the retry
///    └────── refused ────▶ offline, after the delay of the retry
/// ```
struct DeliveryEngine {
    /// What follows from a session that ended or never began.
    struct Retry {
        /// Why, for a person.
        let fault: DeliveryFault
        /// When to try again.
        let delay: Nanoseconds
        /// The event that was given up, if one was.
        var givenUp: DeadLetter?
    }

    var window: DeliveryWindow
    private var backoff: ReconnectBackoff
    private var poison = PoisonWatch()
    private var kicks: KickWatch
    private var since: Nanoseconds = 0
    private let patience: Duration

    init(_ settings: DeliverySettings) {
        window = DeliveryWindow(settings)
        patience = settings.acknowledgementTimeout
        let maximum = MonotonicTime.nanoseconds(settings.retry.maximum)
        let refusal = MonotonicTime.nanoseconds(settings.retry.afterRefusal)
        backoff = ReconnectBackoff(
            minimum: MonotonicTime.nanoseconds(settings.retry.minimum), maximum: maximum, refusal: refusal)
        kicks = KickWatch(pause: refusal, longestPause: maximum)
    }

    /// There was a CONNACK.
    mutating func connected(_ now: Nanoseconds) { since = now }

    /// A PUBACK. False for one that nothing waits for.
    mutating func acknowledged(_ message: Int32) -> Bool {
        guard window.acknowledged(message) else { return false }
        poison.acknowledged()
        return true
    }

    /// Why the session is to be given up, if a PUBACK takes too long: the platform discards what exceeds its rate without a
    /// word, and nothing is sent twice within a session.
    func overdue(_ now: Nanoseconds) -> DeliveryFault? {
        guard let due = window.acknowledgementDue, now >= due else { return nil }
        return DeliveryFault(.noAcknowledgement, "none for \(patience), connecting anew")
    }

    /// No session came about. `chance` is within 0..<1.
    mutating func refused(_ fault: DeliveryFault, chance: Double) -> Retry {
        Retry(fault: fault, delay: backoff.connectFailed(refused: fault.isRefusal, random: chance))
    }

    /// We ended the session, to stop.
    mutating func stopped() { window.sessionEnded(isCareful: false) }

    /// A session ended.
    ///
    /// - Parameters:
    ///   - isExplained: whether there is a likely cause beside telemetry.
    ///   - chance: within 0..<1.
    mutating func ended(
        _ fault: DeliveryFault, clientID: String, isExplained: Bool, now: Nanoseconds, chance: Double
    ) -> Retry {
        let lasted = now - since
        var (fault, delay) = (fault, backoff.sessionEnded(after: lasted, random: chance))
        let isCut = fault.kind == .lost
        var givenUp: DeadLetter?
        if isCut, let position = poison.ended(after: lasted, oldest: window.oldestInFlight, now: now) {
            givenUp = window.giveUp(position, Self.poisonReason)
        }
        // What was in flight goes out one at a time then, so that the next cut names the culprit.
        window.sessionEnded(isCareful: isCut && lasted < PoisonWatch.soon)
        if isCut, poison.blamesAll {
            fault = DeliveryFault(.lost, "\(fault.text); every event ends the session: may \(clientID) publish there?")
            fault.blamesTopic = true
        }
        let pause = kicks.ended(
            after: lasted, isExplained: !isCut || isExplained || poison.isSuspicious || givenUp != nil)
        if let pause {
            fault = DeliveryFault(
                .kicked,
                "\(fault.text), \(kicks.cuts) times running; is another client connected as \"\(clientID)\"?"
                    + " A client id serves one connection")
            delay = max(delay, pause)
        }
        return Retry(fault: fault, delay: delay, givenUp: givenUp)
    }

    private static let poisonReason =
        "the broker ended \(PoisonWatch.sessions) sessions in which this event was the oldest without a PUBACK"
}
