import AdapterAPI

/// Writes a row as `{"record":{…}}`, with the keys ready as bytes.
final class PayloadRow {
    /// `,"key":"` of each column, back to back.
    private let keys: [UInt8]
    private let keyEnds: [Int]
    private let keepsEmpty: Bool
    private var target: UnsafeMutableRawPointer
    private var capacity = 0

    private static let opening = Array(#"{"record":"#.utf8)

    init(keys: [String], keepsEmpty: Bool) {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for key in keys {
            var writer = PayloadWriter()
            writer.string(key)
            bytes.append(UInt8(ascii: ","))
            bytes.append(contentsOf: writer.bytes)
            bytes.append(contentsOf: #":""#.utf8)
            ends.append(bytes.count)
        }
        self.keys = bytes
        keyEnds = ends
        self.keepsEmpty = keepsEmpty
        target = .allocate(byteCount: 1, alignment: 8)
    }

    deinit { target.deallocate() }

    /// The payload of a row that has as many values as there are keys; valid until the next call.
    func write(
        _ cells: UnsafePointer<Cell>, _ bytes: UnsafePointer<UInt8>, rowSize: Int, isASCII: Bool, text: CellText
    ) -> UnsafeRawBufferPointer {
        reserve(rowSize)
        var at = Self.opening.count
        let memberStart = at
        keys.withUnsafeBytes { keys in
            guard let keyBytes = keys.baseAddress else { return }
            keyEnds.withUnsafeBufferPointer { ends in
                var keyStart = 0
                for index in 0..<ends.count {
                    let keyEnd = ends[index]
                    defer { keyStart = keyEnd }
                    let value = text.utf8(cells[index], bytes, isASCII: isASCII)
                    guard let source = value.baseAddress, value.count > 0 || keepsEmpty else { continue }
                    (target + at).copyMemory(from: keyBytes + keyStart, byteCount: keyEnd - keyStart)
                    at += keyEnd - keyStart
                    at += JSONText.escape(source, count: value.count, to: target + at)
                    target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: at, as: UInt8.self)
                    at += 1
                }
            }
        }
        // The first member's comma is where the brace belongs.
        target.storeBytes(of: UInt8(ascii: "{"), toByteOffset: memberStart, as: UInt8.self)
        at = max(at, memberStart + 1)
        target.storeBytes(of: UInt16(littleEndian: 0x7d7d), toByteOffset: at, as: UInt16.self)
        return UnsafeRawBufferPointer(start: target, count: at + 2)
    }

    private func reserve(_ rowSize: Int) {
        // A byte of another encoding becomes three at most, and these are never escaped.
        let needed = Self.opening.count + keys.count + keyEnds.count + rowSize * JSONText.worstExpansion + 16
        guard needed > capacity else { return }
        target.deallocate()
        capacity = needed * 2
        target = .allocate(byteCount: capacity, alignment: 8)
        Self.opening.withUnsafeBytes { opening in
            UnsafeMutableRawBufferPointer(start: target, count: capacity).copyMemory(from: opening)
        }
    }
}
