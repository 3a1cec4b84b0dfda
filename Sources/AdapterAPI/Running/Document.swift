import Glibc

/// An open file that is read as one document, from its start and as often as needed.
public final class Document: Sendable {
    /// The file's name without its folder.
    public let name: String
    public let path: String
    /// Bytes, when it was opened.
    public let size: Int64
    public let inode: UInt64
    /// Last change, in seconds since 1970 and nanoseconds.
    public let modified: (seconds: Int64, nanoseconds: Int32)
    private let descriptor: Int32
    private let onRead: @Sendable () -> Void

    /// Opens a regular file.
    /// - Throws: ``FileFault`` naming the path.
    public convenience init(path: String) throws(FileFault) {
        // Non-blocking, so that a pipe under a file's name cannot hold the reader; regular files do not care.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        try self.init(descriptor: descriptor, path: path)
    }

    /// Takes over an open descriptor, which is closed with the document or when this throws: for names that are no UTF-8
    /// and so have no path as text. `path` is what messages say.
    /// - Parameter onRead: called when a piece was read: a sign of life while a long document is read.
    /// - Throws: ``FileFault`` naming the path.
    public init(
        descriptor: Int32, path: String, onRead: @escaping @Sendable () -> Void = {}
    ) throws(FileFault) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let code = errno
            close(descriptor)
            throw FileFault(path: path, action: "examine", code: code)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileFault(path: path, action: "read", text: "it is no regular file")
        }
        self.path = path
        self.descriptor = descriptor
        self.onRead = onRead
        name = path.split(separator: "/").last.map(String.init) ?? path
        size = Int64(status.st_size)
        inode = UInt64(status.st_ino)
        modified = (Int64(status.st_mtim.tv_sec), Int32(status.st_mtim.tv_nsec))
    }

    deinit { close(descriptor) }

    /// Reads at an offset into `buffer`; fewer bytes than asked only at the end, 0 beyond it.
    /// - Throws: ``FileFault`` naming the path.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileFault) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        var filled = 0
        while filled < buffer.count {
            let got = pread(descriptor, base + filled, buffer.count - filled, off_t(offset) + filled)
            if got == 0 { break }
            if got < 0 {
                if errno == EINTR { continue }
                throw FileFault(path: path, action: "read", code: errno)
            }
            filled += got
        }
        if filled > 0 { onRead() }
        return filled
    }

    /// The hash of the whole content, in a pass of its own; and how many bytes it covers.
    /// - Throws: ``FileFault``, or `CancellationError`.
    public func contentHash() throws -> ContentHash {
        var hasher = StripeHasher()
        var offset: Int64 = 0
        try withUnsafeTemporaryAllocation(byteCount: Self.piece, alignment: Self.page) { buffer in
            while true {
                let got = try read(into: buffer, at: offset)
                if got == 0 { break }
                hasher.update(UnsafeRawBufferPointer(rebasing: buffer[..<got]))
                offset += Int64(got)
                try Task.checkCancellation()
            }
        }
        return hasher.finish()
    }
    private static let piece = 64 * 1024

    /// The alignment that a buffer for large reads should have: where it lies a few bytes further into its page than the
    /// data into theirs, some processors copy at a quarter of their speed.
    public static let page = 4096
}
