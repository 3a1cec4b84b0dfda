import Glibc

/// A file's name as the bytes it has: senders write names in any encoding.
struct FileName: Hashable, Comparable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// A name from a C string, as directory entries and events hold them.
    init(cString: UnsafeRawPointer) {
        let length = strlen(cString.assumingMemoryBound(to: CChar.self))
        bytes = Array(UnsafeRawBufferPointer(start: cString, count: length))
    }

    /// For messages: what is no UTF-8 is replaced.
    var description: String { String(decoding: bytes, as: UTF8.self) }

    static func < (a: FileName, b: FileName) -> Bool {
        a.bytes.lexicographicallyPrecedes(b.bytes)
    }

    /// This name with more at its end.
    func appending(_ suffix: String) -> FileName {
        FileName(bytes + Array(suffix.utf8))
    }

    /// Calls `body` with the name as system calls take it.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() { buffer.initializeElement(at: index, to: CChar(bitPattern: byte)) }
            buffer.initializeElement(at: bytes.count, to: 0)
            // A buffer of at least one byte has an address; the name is empty otherwise, which no call accepts.
            guard let base = buffer.baseAddress else { return body([0]) }
            return body(base)
        }
    }

    /// Whether a sender is likely to be still writing it: such names wait until they are renamed.
    var isTemporary: Bool {
        if bytes.isEmpty || bytes[0] == UInt8(ascii: ".") { return true }
        return Self.temporaryEndings.contains { ending in
            bytes.count >= ending.count
                && zip(bytes.suffix(ending.count), ending).allSatisfy { Self.lowercase($0) == $1 }
        }
    }

    private static let temporaryEndings = [".tmp", ".part", ".filepart", "~"].map { Array($0.utf8) }

    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    }
}
