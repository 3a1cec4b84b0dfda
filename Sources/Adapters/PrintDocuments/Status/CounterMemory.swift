import AdapterAPI

/// The last valid total production counter of each machine, which stands in where a DeviceInfo gives none. Kept with the
/// source's checkpoint.
struct CounterMemory {
    private var values: [String: Double] = [:]
    /// Whether something was noted since the memory was last written.
    private(set) var isChanged = false

    /// Machines that are remembered at most, so that a feed with ever new names cannot grow the checkpoint.
    static let capacity = 2048

    /// Reads what ``encoded()`` wrote; anything else is an empty memory.
    init(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { bytes in
            var at = 0
            while at + 10 <= bytes.count {
                let length = Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)))
                guard at + 10 + length <= bytes.count else { break }
                let bits = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at + 2, as: UInt64.self))
                let key = String(decoding: bytes[(at + 10)..<(at + 10 + length)], as: UTF8.self)
                let value = Double(bitPattern: bits)
                if value.isFinite { values[key] = value }
                at += 10 + length
            }
        }
    }

    subscript(key: String) -> Double? { values[key] }

    /// Notes a machine's counter.
    mutating func note(_ value: Double, for key: String) {
        guard values[key] != value, key.utf8.count <= 1024 else { return }
        guard values[key] != nil || values.count < Self.capacity else { return }
        values[key] = value
        isChanged = true
    }

    /// For each machine the key's length in two bytes, the number in eight, the key in UTF-8.
    mutating func encoded() -> [UInt8] {
        isChanged = false
        var bytes: [UInt8] = []
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            withUnsafeBytes(of: UInt16(key.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
            withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: Array(key.utf8))
        }
        return bytes
    }
}
