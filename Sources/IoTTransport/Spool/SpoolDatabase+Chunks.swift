import Foundation
import GRDB

extension SpoolDatabase {
    /// The chunks behind one, in order, for ``chunk(_:)``. The left join shows those that have lost their bytes.
    static let chunksAfter = """
        SELECT chunk.id, topic, first, entries, data, source, class, count, bytes, sum
        FROM chunk LEFT JOIN chunk_data USING (id) WHERE chunk.id > ? ORDER BY chunk.id
        """

    /// A chunk as it was stored.
    struct Found {
        let chunk: EventChunk
        /// The leading events that have left.
        let first: Int
        let source: String
    }

    /// A row of ``chunksAfter``; nil when it is not what was stored.
    static func chunk(_ row: Row) -> Found? {
        guard let id = row.stored(0, as: Int64.self), let topic = row.stored(1, as: String.self),
            let first = row.stored(2, as: Int.self), let source = row.stored(5, as: String.self),
            let eventClass = row.stored(6, as: Int.self).flatMap(EventClass.init(rawValue:))
        else { return nil }
        // It throws where there is something else than bytes.
        return try? row.withUnsafeData(atIndex: 3) { entries -> Found? in
            try row.withUnsafeData(atIndex: 4) { data -> Found? in
                let packed = entries ?? Data()
                let chunk = packed.withUnsafeBytes { packed in
                    (data ?? Data()).withUnsafeBytes {
                        EventChunk(topic: topic, packed: packed, bytes: $0, eventClass: eventClass)
                    }
                }
                guard let chunk, first >= 0, first < chunk.count, row.stored(7, as: Int.self) == chunk.count,
                    row.stored(8, as: Int.self) == chunk.byteCount
                else { return nil }
                // Rows of the first version have none.
                if let sum = row.stored(9, as: Int64.self) {
                    let found = SpoolSum.of(chunk, packed: [UInt8](packed), id: id, source: source)
                    guard sum == found ^ SpoolSum.of(first: first) else { return nil }
                }
                return Found(chunk: chunk, first: first, source: source)
            }
        }
    }
}
