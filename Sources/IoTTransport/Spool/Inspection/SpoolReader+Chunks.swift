import Foundation
import GRDB

extension SpoolReader {
    /// The bytes that a slice reads before it lets go of its moment.
    private static let sliceBytes = 4 << 20

    /// Events of one slice, chunks in it that cannot be read, and where the next one begins; nil at the end.
    public struct EventSlice: Sendable, Equatable {
        public var events: [SpooledEvent] = []
        public var damaged: [Int64] = []
        public var next: Int64?
    }

    /// Up to `limit` chunks behind one, in order.
    public func chunks(after id: Int64, limit: Int) throws(Fault) -> [ChunkSummary] {
        try read { database in
            let names = try Self.typeNames(database)
            let rows = try Row.fetchCursor(
                database,
                sql:
                    "SELECT id, topic, count, first, bytes, entries, class, at FROM chunk WHERE id > ? ORDER BY id LIMIT ?",
                arguments: [id, limit])
            var result: [ChunkSummary] = []
            while let row = try rows.next() {
                guard let id = row.stored(0, as: Int64.self) else { continue }
                let entries = row.stored(5, as: Data.self) ?? Data()
                let count = entries.count / ChunkEntry.byteCount
                let first = min(max(row.stored(3, as: Int.self) ?? 0, 0), count)
                result.append(
                    ChunkSummary(
                        id: id, at: row.stored(7, as: Int64.self) ?? 0,
                        eventClass: row.stored(6, as: Int.self).flatMap(EventClass.init(rawValue:)) ?? .ordinary,
                        topic: row.stored(1, as: String.self) ?? "", types: Self.types(entries, from: first, names),
                        events: count - first, done: first, bytes: row.stored(4, as: Int.self) ?? 0))
            }
            return result
        }
    }

    /// The events that wait behind a chunk, of all types or of some.
    ///
    /// - Parameter types: `eventType` or `eventType.eventSubtype`; empty for all.
    public func events(after id: Int64, types: Set<String>) throws(Fault) -> EventSlice {
        try read { database in
            let names = try Self.typeNames(database)
            let rows = try Row.fetchCursor(database, sql: SpoolDatabase.chunksAfter, arguments: [id])
            var slice = EventSlice()
            var bytes = 0
            while let row = try rows.next() {
                guard let chunkID = row.stored(0, as: Int64.self) else { continue }
                slice.next = chunkID
                if let stored = SpoolDatabase.chunk(row) {
                    bytes += stored.chunk.byteCount
                    Self.append(stored, chunkID, names, types, to: &slice)
                } else {
                    slice.damaged.append(chunkID)
                }
                if bytes >= Self.sliceBytes { return slice }
            }
            slice.next = nil
            return slice
        }
    }

    private static func append(
        _ stored: SpoolDatabase.Found, _ id: Int64, _ names: [UInt16: EventTypeTable.Name],
        _ types: Set<String>, to slice: inout EventSlice
    ) {
        for index in stored.first..<stored.chunk.count {
            let name = names[stored.chunk.type(at: index)] ?? EventTypeTable.Name(type: "", subtype: "")
            guard types.isEmpty || types.contains(name.type) || types.contains("\(name.type).\(name.subtype)") else {
                continue
            }
            slice.events.append(
                SpooledEvent(
                    chunk: id, topic: stored.chunk.topic, eventType: name.type, eventSubtype: name.subtype,
                    bytes: stored.chunk.withEvent(at: index) { Array($0) }))
        }
    }

    private static func typeNames(_ database: Database) throws -> [UInt16: EventTypeTable.Name] {
        var names: [UInt16: EventTypeTable.Name] = [:]
        for row in try SpoolDatabase.types(database) { names[row.id] = row.name }
        return names
    }

    private static func types(
        _ entries: Data, from first: Int, _ names: [UInt16: EventTypeTable.Name]
    ) -> [String: Int] {
        var counts: [String: Int] = [:]
        entries.withUnsafeBytes { bytes in
            for index in max(0, first)..<max(first, bytes.count / ChunkEntry.byteCount) {
                let at = index * ChunkEntry.byteCount + 4
                let id = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self))
                let name = names[id].map { $0.subtype.isEmpty ? $0.type : "\($0.type).\($0.subtype)" }
                counts[name ?? "type \(id)", default: 0] += 1
            }
        }
        return counts
    }
}
