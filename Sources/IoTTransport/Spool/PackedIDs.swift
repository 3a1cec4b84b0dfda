import Foundation

/// Ids as they are stored: 8 bytes each, little-endian, one behind the other.
enum PackedIDs {
    static func data(_ ids: [UInt64]) -> Data {
        ids.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }

    /// Appends the ids of a row; bytes at its end that are no whole id are passed over.
    static func append(_ data: Data, to ids: inout [UInt64]) {
        data.withUnsafeBytes { bytes in
            ids.reserveCapacity(ids.count + bytes.count / 8)
            for index in 0..<bytes.count / 8 {
                ids.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)))
            }
        }
    }
}
