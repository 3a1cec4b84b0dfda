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
                guard let number = row.stored(0, as: Int64.self), let line = row.stored(1, as: Int64.self),
                    let day = row.stored(2, as: Int64.self)
                else { continue }
                if segments.last?.number != number {
                    segments.append(RecentSegment(number: number, day: day, rows: 0, lastRow: 0, ids: []))
                }
                let last = segments.count - 1
                segments[last].rows += 1
                segments[last].lastRow = line
                try row.withUnsafeData(atIndex: 3) { PackedIDs.append($0 ?? Data(), to: &segments[last].ids) }
            }
            return segments
        }
    }
}
