import Foundation
import GRDB
import Testing

@testable import IoTTransport

/// Damage done to a file.
enum Damage {
    /// Each place's byte, changed in these bits.
    static func flip(_ path: String, _ flips: [(at: Int, bits: UInt8)]) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        defer { try? file.close() }
        for flip in flips {
            try file.seek(toOffset: UInt64(flip.at))
            let byte = try #require(try file.read(upToCount: 1)?.first)
            try file.seek(toOffset: UInt64(flip.at))
            try file.write(contentsOf: [byte ^ flip.bits])
        }
    }

    static func overwrite(_ path: String, at offset: Int, _ bytes: [UInt8]) throws {
        let file = try #require(FileHandle(forUpdatingAtPath: path))
        defer { try? file.close() }
        try file.seek(toOffset: UInt64(offset))
        try file.write(contentsOf: bytes)
    }

    /// Makes the first page of a table's tree unreadable.
    static func breakTable(_ name: String, of path: String) throws {
        let queue = try DatabaseQueue(path: path)
        let root = try queue.read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = ?", arguments: [name])
        }
        try queue.close()
        let page = try #require(root)
        try overwrite(path, at: (page - 1) * SpoolSchema.pageSize, [0xFF, 0xFF, 0xFF, 0xFF])
    }
}
