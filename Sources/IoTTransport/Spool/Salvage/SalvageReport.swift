/// What a salvage saved and what it could not.
struct SalvageReport: Sendable, Equatable {
    var chunks = 0
    var events = 0
    var bytes: Int64 = 0
    var deadLetters = 0
    /// Chunks of which something was found, but not all.
    var brokenChunks: [Int64] = []
    /// Events that were counted as waiting and are gone; nil when the counters were gone too.
    var lostEvents: Int?
    var hasCounters = false
    /// Sources that start from the beginning, since some of their events may be lost.
    var forgotten: [String] = []
    var damagedFrames = 0

    /// Whether every event that was counted is there.
    var isComplete: Bool { hasCounters && lostEvents == 0 && brokenChunks.isEmpty && damagedFrames == 0 }

    /// One sentence for the log.
    var text: String {
        var parts = ["saved \(events) events in \(chunks) chunks (\(bytes) bytes) and \(deadLetters) dead letters"]
        if let lostEvents {
            parts.append(lostEvents == 0 ? "no event is missing" : "\(lostEvents) events are lost")
        } else {
            parts.append("how many events are lost is not known, since the counters are")
        }
        if !brokenChunks.isEmpty { parts.append("broken chunks: \(Self.ranges(brokenChunks))") }
        if damagedFrames > 0 { parts.append("\(damagedFrames) pages of the journal were damaged") }
        if !forgotten.isEmpty {
            parts.append("these sources read again what is still there: \(forgotten.joined(separator: ", "))")
        }
        return parts.joined(separator: "; ")
    }

    private static let mostRanges = 10

    /// `3, 7-9`.
    private static func ranges(_ ids: [Int64]) -> String {
        var ranges: [ClosedRange<Int64>] = []
        for id in ids.sorted() {
            if let last = ranges.last, last.upperBound + 1 == id {
                ranges[ranges.count - 1] = last.lowerBound...id
            } else {
                ranges.append(id...id)
            }
        }
        let shown = ranges.prefix(mostRanges).map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
        }
        return shown.joined(separator: ", ")
            + (ranges.count > mostRanges ? " and \(ranges.count - mostRanges) more" : "")
    }
}
