/// Notices that a source gets no further although it has something to do: pure, times are spans since any fixed moment.
///
/// What counts is progress, not life: a thread that hangs in a call and one that tries the same in vain look alike. Waiting
/// for a spool or a disk that is full is back-pressure and no stall.
struct StallWatch {
    /// What is seen of a source at one moment.
    struct Look {
        /// Rises with everything that it gets done.
        var progress: UInt64
        /// Whether it works on something, or could.
        var hasInput: Bool
        /// Whether it waits for a spool or a disk that is full.
        var isHeldBack: Bool
    }

    enum Notice: Equatable {
        /// No progress for so long; said when the limit is reached, and again at growing intervals.
        case stalled(for: Duration)
        /// After so long it goes on, or has nothing to do any more.
        case goesOn(after: Duration)
    }

    /// Each interval between two words about the same stall is so many times as long as the one before, up to a day.
    static let growth = 6
    static let longest = Duration.seconds(86_400)
    /// Between two looks that are further apart nobody looked: the process was held, and so was the source.
    static let longestGap = Duration.seconds(30)

    private let limit: Duration
    private var progress: UInt64 = 0
    private var since: Duration?
    private var lastLook: Duration?
    /// When to speak again of what was said; nil when nothing was.
    private var nextWord: Duration?
    /// For how long the stall that was said had lasted when it was looked at last.
    private var lasted = Duration.zero

    /// - Parameter limit: how long a source may get no further.
    init(limit: Duration) {
        self.limit = limit
    }

    /// Whether a stall was said and lasts.
    var isStalled: Bool { nextWord != nil && since != nil }

    mutating func look(_ look: Look, now: Duration) -> Notice? {
        defer { lastLook = now }
        if let lastLook, now - lastLook > Self.longestGap {
            let gap = now - lastLook
            since = since.map { $0 + gap }
            nextWord = nextWord.map { $0 + gap }
        }
        guard look.hasInput, look.progress == progress else {
            progress = look.progress
            since = look.hasInput ? now : nil
            defer { nextWord = nil }
            return nextWord == nil ? nil : .goesOn(after: lasted)
        }
        if look.isHeldBack {
            since = nil
            return nil
        }
        let start = since ?? now
        since = start
        let span = now - start
        guard span >= limit, now >= nextWord ?? now else {
            if nextWord != nil { lasted = max(lasted, span) }
            return nil
        }
        lasted = span
        nextWord = now + min(span * (Self.growth - 1), Self.longest)
        return .stalled(for: span)
    }
}
