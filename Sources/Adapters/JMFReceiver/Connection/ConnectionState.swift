/// How long a connection may stay as it is, and when it ends: pure, with time in nanoseconds passed in.
///
/// A slow sender must not hold a connection for ever, and an answer that closes must reach a sender that is still
/// sending: closing a socket with unread bytes in it makes the system throw the answer away.
struct ConnectionState {
    enum Action: Equatable {
        case nothing
        /// The sender took too long to send its body: it is to be told so.
        case reportSlowBody
        /// Send the end of output; what still comes is thrown away, until ``lingerBytes`` or ``lingerTime``.
        case linger
        case close
    }

    /// Bytes of a refused body that are read and thrown away, and the time for it.
    static let lingerBytes = 1 << 20
    static let lingerTime: Int64 = 2_000_000_000

    private let idleTimeout: Int64
    private let bodyTimeout: Int64
    private var isReadingRequest = false
    /// Requests whose answer has not been written.
    private var unanswered = 0
    private var closesAfterAnswer = false
    private var isLingering = false
    private var lingered = 0
    /// When something must have happened.
    private(set) var deadline: Int64

    init(idleTimeout: Int64, bodyTimeout: Int64, now: Int64) {
        self.idleTimeout = idleTimeout
        self.bodyTimeout = bodyTimeout
        deadline = now + idleTimeout
    }

    /// A request's head is there.
    mutating func head(now: Int64) {
        isReadingRequest = true
        unanswered += 1
        deadline = now + bodyTimeout
    }

    /// A piece of a body. Whether it goes on to be read.
    mutating func body(_ bytes: Int) -> (passes: Bool, Action) {
        guard isLingering else { return (true, .nothing) }
        lingered += bytes
        return (false, lingered > Self.lingerBytes ? .close : .nothing)
    }

    /// A request is complete.
    mutating func end(now: Int64) -> Action {
        isReadingRequest = false
        if isLingering { return .close }
        // The answer has bounds of its own; this one is for a sender that does not read it.
        deadline = now + (unanswered > 0 ? bodyTimeout : idleTimeout)
        return .nothing
    }

    /// An answer's head, which may say that it is the last one.
    mutating func answerHead(closes: Bool) {
        if closes { closesAfterAnswer = true }
    }

    /// An answer is written.
    mutating func answerEnd(now: Int64) -> Action {
        unanswered -= 1
        if closesAfterAnswer {
            guard isReadingRequest else { return .close }
            isLingering = true
            deadline = now + Self.lingerTime
            return .linger
        }
        if !isReadingRequest, unanswered <= 0 { deadline = now + idleTimeout }
        return .nothing
    }

    /// The clock has reached some time.
    mutating func tick(now: Int64) -> Action {
        guard now >= deadline else { return .nothing }
        guard isReadingRequest, unanswered > 0, !isLingering, !closesAfterAnswer else { return .close }
        // Once: whoever is told has the same time again to read it.
        closesAfterAnswer = true
        deadline = now + bodyTimeout
        return .reportSlowBody
    }
}
