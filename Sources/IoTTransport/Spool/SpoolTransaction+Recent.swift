import Foundation
import GRDB

extension SpoolTransaction {
    /// Stores ids at the end of their segment; rows are written in rising order, so the page is the one of before.
    func store(_ recent: RecentIDs, of source: String) throws {
        try insert(source, recent.segment, recent.row, recent.day, PackedIDs.data(recent.ids))
        for merge in recent.merges { try put(together: merge, of: source) }
        if let first = recent.firstSegment {
            try execute("DELETE FROM recent_ids WHERE source = ? AND segment < ?", [source, first])
        }
    }

    private func put(together merge: RecentIDs.Merge, of source: String) throws {
        let (first, last) = (merge.rows.lowerBound, merge.rows.upperBound)
        let rows = try Row.fetchCursor(
            database.cachedStatement(
                sql: """
                    SELECT day, ids FROM recent_ids WHERE source = ? AND segment = ? AND row BETWEEN ? AND ?
                    ORDER BY row
                    """), arguments: [source, merge.segment, first, last])
        var data = Data()
        var day: Int64?
        while let row = try rows.next() {
            day = row.stored(0, as: Int64.self) ?? day
            try row.withUnsafeData(atIndex: 1) { data.append($0 ?? Data()) }
        }
        guard let day else { return }
        try execute(
            "DELETE FROM recent_ids WHERE source = ? AND segment = ? AND row BETWEEN ? AND ?",
            [source, merge.segment, first, last])
        try insert(source, merge.segment, first, day, data)
    }

    private func insert(_ source: String, _ segment: Int64, _ row: Int64, _ day: Int64, _ ids: Data) throws {
        try execute("INSERT OR REPLACE INTO recent_ids VALUES(?, ?, ?, ?, ?)", [source, segment, row, day, ids])
    }
}
