import AdapterAPI
import Glibc

/// The batch's index of the asset key that the last record had.
struct AssetCache: ~Copyable {
    private var bytes = RawBuffer(capacity: 64)
    private var index: Int?

    /// Forgets the index, because another batch begins.
    mutating func forget() { index = nil }

    /// The index of a key given as UTF-8.
    mutating func index(of key: UnsafeRawBufferPointer, in batch: inout RecordBatch) -> Int {
        if let index, key.count == bytes.count, let base = key.baseAddress, memcmp(base, bytes.base, key.count) == 0 {
            return index
        }
        let found = batch.index(ofAssetKey: String(decoding: key, as: UTF8.self))
        index = found
        bytes.truncate(to: 0)
        bytes.append(key)
        return found
    }
}
