import Foundation
import GRDB

extension SpoolDatabase {
    /// The ids that are remembered of a source, oldest segment first.
    func recentIDs(of source: String) throws -> [RecentSegment] {
        try queue.inDatabase { database in
            let rows = try Row.fetchCursor(
                database,
                sql: "SELECT segment, row, day, ids FROM recent_ids WHERE source = ? ORDER BY segment, row",
                arguments: [source])
            var segments: [RecentSegment] = []
            while let row = try rows.next() {
                let number: Int64 = row[0]
                if segments.last?.number != number {
                    segments.append(RecentSegment(number: number, day: row[2], rows: 0, lastRow: 0, ids: []))
                }
                let last = segments.count - 1
                segments[last].rows += 1
                segments[last].lastRow = row[1]
                try row.withUnsafeData(atIndex: 3) { PackedIDs.append($0 ?? Data(), to: &segments[last].ids) }
            }
            return segments
        }
    }
}
