import Glibc

/// A file's name as the bytes it has, since senders write names in any encoding; in a tree, its path within the watched
/// folder.
struct FileName: Hashable, Comparable, Sendable, CustomStringConvertible {
    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The watched folder itself.
    static let root = FileName([])

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

    /// A name within the folder of this name.
    func child(_ name: FileName) -> FileName {
        bytes.isEmpty ? name : FileName(bytes + [Self.slash] + name.bytes)
    }

    /// The folder's part with its slash; empty for a file at the top.
    var folderPrefix: ArraySlice<UInt8> {
        bytes[..<(bytes.lastIndex(of: Self.slash).map { $0 + 1 } ?? 0)]
    }

    /// What is behind the last slash.
    var base: ArraySlice<UInt8> { bytes[folderPrefix.endIndex...] }

    /// The folder that it is in.
    var folder: FileName { FileName(Array(folderPrefix.dropLast())) }

    /// The folders above it, from the top.
    var folders: [FileName] {
        bytes.indices.filter { bytes[$0] == Self.slash }.map { FileName(Array(bytes[..<$0])) }
    }

    /// Whether it is in a folder, or below it.
    func isBelow(_ folder: FileName) -> Bool {
        folder.bytes.isEmpty
            || bytes.count > folder.bytes.count && bytes.starts(with: folder.bytes)
                && bytes[folder.bytes.count] == Self.slash
    }

    /// Calls `body` with the name as system calls take it; the top as `.`.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        if bytes.isEmpty { return body(".") }
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { buffer in
            for (index, byte) in bytes.enumerated() { buffer.initializeElement(at: index, to: CChar(bitPattern: byte)) }
            buffer.initializeElement(at: bytes.count, to: 0)
            // A buffer of at least one byte has an address.
            guard let base = buffer.baseAddress else { return body([0]) }
            return body(base)
        }
    }

    /// Whether it begins with a dot: the system's, or one that its sender hides while writing.
    var isHidden: Bool { base.first == Self.dot }

    /// Whether a sender is likely to be still writing it: such names wait until they are renamed. `.ACL` is what Canon's
    /// presses name a log that they still write.
    var isTemporary: Bool {
        let base = self.base
        return Self.temporaryEndings.contains { ending in
            base.count >= ending.count && zip(base.suffix(ending.count), ending).allSatisfy { Self.lowercase($0) == $1 }
        }
    }

    /// Whether it is a log that is still written, and renamed when it is finished.
    var isGrowingLog: Bool {
        base.count >= Self.growingEnding.count
            && zip(base.suffix(Self.growingEnding.count), Self.growingEnding).allSatisfy { Self.lowercase($0) == $1 }
    }

    private static let growingEnding = Array(".acl".utf8)
    private static let temporaryEndings = [".tmp", ".part", ".filepart", "~", ".acl"].map { Array($0.utf8) }
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")

    static func lowercase(_ byte: UInt8) -> UInt8 {
        byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
    }
}
