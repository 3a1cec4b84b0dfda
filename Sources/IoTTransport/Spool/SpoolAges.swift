/// When chunks were queued, to the second, for saying how long the oldest has been waiting. Pure; lives under the spool's
/// lock.
///
/// What was on disk before the spool was opened counts from the opening: its age is at least that.
struct SpoolAges {
    private struct Mark {
        let chunk: Int64
        let at: Nanoseconds
        /// When the last chunk before the next mark was queued.
        var lastAt: Nanoseconds
    }

    /// Marks kept; beyond, every second one goes and ages become a little coarser.
    private static let limit = 4_096
    private static let spacing = MonotonicTime.second

    private var marks: ContiguousArray<Mark> = []

    /// The spool is open.
    mutating func opened(_ now: Nanoseconds) { marks = [Mark(chunk: .min, at: now, lastAt: now)] }

    /// Chunks from this id on were queued now.
    mutating func queued(_ chunk: Int64, _ now: Nanoseconds) {
        if let last = marks.last, now - last.at < Self.spacing {
            marks[marks.count - 1].lastAt = now
            return
        }
        marks.append(Mark(chunk: chunk, at: now, lastAt: now))
        guard marks.count > Self.limit else { return }
        marks = ContiguousArray(
            stride(from: 0, to: marks.count, by: 2).map { index in
                var mark = marks[index]
                if index + 1 < marks.count { mark.lastAt = marks[index + 1].lastAt }
                return mark
            })
    }

    /// A chunk before which all were queued before this moment, or at it; as many of them as can be told.
    func first(since moment: Nanoseconds) -> Int64 {
        marks.first { $0.lastAt > moment }?.chunk ?? .max
    }

    /// When a chunk was queued, or a little before; forgets what is older.
    mutating func since(_ chunk: Int64) -> Nanoseconds {
        let later = marks.firstIndex { $0.chunk > chunk } ?? marks.count
        guard later > 0 else { return .max }
        let at = marks[later - 1].at
        marks.removeFirst(later - 1)
        return at
    }
}
