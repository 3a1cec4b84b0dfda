/// When chunks were queued, to the second, for saying how long the oldest has been waiting. Pure; lives under the spool's
/// lock.
///
/// What was on disk before the spool was opened counts from the opening: its age is at least that.
struct SpoolAges {
    private struct Mark {
        let chunk: Int64
        let at: Nanoseconds
    }

    /// Marks kept; beyond, every second one goes and ages become a little coarser.
    private static let limit = 4_096
    private static let spacing = MonotonicTime.second

    private var marks: ContiguousArray<Mark> = []

    /// The spool is open.
    mutating func opened(_ now: Nanoseconds) { marks = [Mark(chunk: .min, at: now)] }

    /// Chunks from this id on were queued now.
    mutating func queued(_ chunk: Int64, _ now: Nanoseconds) {
        if let last = marks.last, now - last.at < Self.spacing { return }
        marks.append(Mark(chunk: chunk, at: now))
        guard marks.count > Self.limit else { return }
        marks = ContiguousArray(marks.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
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
