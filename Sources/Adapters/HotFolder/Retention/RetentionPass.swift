/// One pass over the files that were put away: pure, told of each, it says which are to go, oldest first.
///
/// Memory is bounded: of a folder of any size it keeps the oldest few. When all of these go, there may be more, and
/// another pass is to follow.
struct RetentionPass {
    struct File: Equatable {
        var name: FileName
        var size: Int
        /// When it was put there, in seconds since 1970.
        var since: Int64
    }

    /// Files kept in memory at most, and so deleted in one pass.
    static let limit = 1_024

    private let keep: HotFolderSettings.Keep
    private let now: Int64
    /// The oldest, unsorted while they are fewer than twice the limit.
    private var oldest: [File] = []
    private(set) var total = 0
    private(set) var count = 0

    init(_ keep: HotFolderSettings.Keep, now: Int64) {
        self.keep = keep
        self.now = now
    }

    mutating func see(_ file: File) {
        total += file.size
        count += 1
        oldest.append(file)
        if oldest.count >= 2 * Self.limit { trim() }
    }

    private mutating func trim() {
        oldest.sort { ($0.since, $0.name) < ($1.since, $1.name) }
        oldest.removeLast(max(0, oldest.count - Self.limit))
    }

    /// What is to go, oldest first, and whether there may be more of it.
    mutating func finish() -> (files: [File], mayBeMore: Bool) {
        trim()
        var left = total
        let expired = oldest.prefix { file in
            let isOld = keep.age.map { now - file.since > $0.components.seconds } ?? false
            let isTooMuch = keep.maxSize.map { left > $0 } ?? false
            guard isOld || isTooMuch else { return false }
            left -= file.size
            return true
        }
        return (Array(expired), expired.count == Self.limit && count > Self.limit)
    }
}
