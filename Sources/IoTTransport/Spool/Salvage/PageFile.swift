import Glibc

/// The pages of a database file with what its journal holds behind, as far as they can be read. Knows SQLite's file format
/// and asks nothing of SQLite, which refuses a file whose first page is broken.
final class PageFile {
    let pageSize: Int
    /// Pages up to the end of file or journal.
    let count: Int
    /// Frames of the journal that do not hold what was written.
    let damagedFrames: Int
    private let file: Int32
    private let journal: JournalFrames?

    static let magic = Array("SQLite format 3\0".utf8)
    private static let sizes = [512, 1_024, 2_048, 4_096, 8_192, 16_384, 32_768, 65_536]

    /// - Parameter defaultPageSize: in bytes, for a file that does not say.
    /// - Throws: ``SystemFault``.
    init(path: String, defaultPageSize: Int) throws {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw SystemFault("open", errno) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            let code = errno
            close(file)
            throw SystemFault("stat", code)
        }
        let header = Self.read(file, at: 0, bytes: 100)
        journal = JournalFrames(path: path + "-wal")
        pageSize = Self.pageSize(header) ?? journal?.pageSize ?? defaultPageSize
        count = max((Int(status.st_size) + pageSize - 1) / pageSize, journal?.largestPage ?? 0)
        damagedFrames = journal?.damaged ?? 0
    }

    deinit { close(file) }

    /// The bytes of a page, the first of which is number 1; what is missing at the end of the file is zero. Nil for one that
    /// is not there.
    func page(_ number: Int) -> [UInt8]? {
        guard number >= 1, number <= count else { return nil }
        if let journal, journal.pageSize == pageSize, let page = journal.page(number) { return page }
        var bytes = Self.read(file, at: (number - 1) * pageSize, bytes: pageSize)
        guard !bytes.isEmpty else { return nil }
        bytes += [UInt8](repeating: 0, count: pageSize - bytes.count)
        return bytes
    }

    private static func pageSize(_ header: [UInt8]) -> Int? {
        guard header.count >= 100, header.starts(with: magic) else { return nil }
        let stored = header.number(at: 16, bytes: 2)
        let size = stored == 1 ? 65_536 : stored
        return sizes.contains(size) ? size : nil
    }

    static func read(_ descriptor: Int32, at offset: Int, bytes: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: bytes) { buffer, filled in
            filled = 0
            while filled < bytes, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, bytes - filled, off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return }
                filled += got
            }
        }
    }
}

extension [UInt8] {
    /// A big-endian number of up to 8 bytes; 0 where there are not so many.
    func number(at offset: Int, bytes: Int) -> Int {
        guard offset >= 0, offset + bytes <= count else { return 0 }
        return self[offset..<offset + bytes].reduce(0) { $0 << 8 | Int($1) }
    }

    /// SQLite's number of one to nine bytes, and the offset behind it; nil at the end of the bytes.
    func varint(at offset: Int) -> (value: Int64, end: Int)? {
        var value: UInt64 = 0
        for length in 1...9 {
            let at = offset + length - 1
            guard at >= 0, at < count else { return nil }
            if length == 9 { return (Int64(bitPattern: value << 8 | UInt64(self[at])), at + 1) }
            value = value << 7 | UInt64(self[at] & 0x7F)
            if self[at] < 0x80 { return (Int64(bitPattern: value), at + 1) }
        }
        return nil
    }
}
