@testable import IoTTransport

/// What the spool's table does with ids, in memory.
struct StoredRows {
    struct Place: Hashable {
        var segment: Int64
        var row: Int64
    }

    private(set) var rows: [Place: (day: Int64, ids: [UInt64])] = [:]

    var ids: Int { rows.values.reduce(0) { $0 + $1.ids.count } }

    mutating func store(_ recent: RecentIDs) {
        rows[Place(segment: recent.segment, row: recent.row)] = (recent.day, recent.ids)
        for merge in recent.merges {
            let places = rows.keys.filter { $0.segment == merge.segment && merge.rows.contains($0.row) }
                .sorted { $0.row < $1.row }
            var all: [UInt64] = []
            var day: Int64 = 0
            for place in places {
                guard let row = rows.removeValue(forKey: place) else { continue }
                all += row.ids
                day = row.day
            }
            if !places.isEmpty {
                rows[Place(segment: merge.segment, row: merge.rows.lowerBound)] = (day, all)
            }
        }
        if let first = recent.firstSegment { rows = rows.filter { $0.key.segment >= first } }
    }

    var segments: [RecentSegment] {
        var segments: [RecentSegment] = []
        for (place, row) in rows.sorted(by: { ($0.key.segment, $0.key.row) < ($1.key.segment, $1.key.row) }) {
            if segments.last?.number != place.segment {
                segments.append(RecentSegment(number: place.segment, day: row.day, rows: 0, lastRow: 0, ids: []))
            }
            segments[segments.count - 1].rows += 1
            segments[segments.count - 1].lastRow = place.row
            segments[segments.count - 1].ids += row.ids
        }
        return segments
    }
}
