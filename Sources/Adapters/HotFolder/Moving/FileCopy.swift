import AdapterAPI
import Glibc

/// Copies a file to another file system: under a temporary name, to the disk, then under its own name. Only the folder
/// remains to be synced before the original may go.
struct FileCopy {
    let folder: OpenFolder
    let target: TargetFolder
    let onStep: @Sendable (Step) throws -> Void

    private static let pieceSize = 256 * 1024

    /// Copies `file` to `name`. A file of that name with the same content and time is a copy that a crash left behind.
    /// - Returns: 0; `EEXIST` when another file has the name; `ENOENT` when the original or the target's folder is gone.
    func copy(_ file: Readiness.File, to name: FileName) throws -> Int32 {
        let raw = file.name.withCString { openat(folder.inbox.raw, $0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
        guard raw >= 0 else {
            if errno == ENOENT { return ENOENT }
            throw FileFault(path: folder.path(of: file.name), action: "open", code: errno)
        }
        let source = Descriptor(raw)
        if let existing = status(of: name) {
            return try isSame(source.raw, file.stamp, name, existing) ? 0 : EEXIST
        }
        let temporary = temporaryName(for: file)
        let code = try write(source.raw, file.stamp, to: temporary)
        guard code == 0 else { return code }
        try onStep(.copied)
        let result = Renaming.rename(temporary, in: target.descriptor.raw, to: name, in: target.descriptor.raw)
        if result != 0 { _ = temporary.withCString { unlinkat(target.descriptor.raw, $0, 0) } }
        try onStep(.copyNamed)
        return result
    }

    /// One that no two files share, so that hot folders may have one target.
    private func temporaryName(for file: Readiness.File) -> FileName {
        let text = ".hot-folder-copying.\(folder.identity.device).\(file.stamp.inode)"
        return FileName(Array(file.name.folderPrefix) + Array(text.utf8))
    }

    private func write(_ source: Int32, _ stamp: FileStamp, to name: FileName) throws -> Int32 {
        _ = name.withCString { unlinkat(target.descriptor.raw, $0, 0) }
        let raw = name.withCString {
            openat(target.descriptor.raw, $0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        }
        guard raw >= 0 else {
            if errno == ENOENT { return ENOENT }
            throw fault(name, "create")
        }
        let copy = Descriptor(raw)
        do {
            try pieces(of: source) { piece in
                var rest = piece
                while !rest.isEmpty {
                    let written = Glibc.write(copy.raw, rest.baseAddress, rest.count)
                    if written < 0, errno == EINTR { continue }
                    guard written > 0 else { throw fault(name, "write") }
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                }
                return true
            }
            let time = timespec(tv_sec: Int(stamp.seconds), tv_nsec: Int(stamp.nanoseconds))
            _ = futimens(copy.raw, [time, time])
            guard fsync(copy.raw) == 0 else { throw fault(name, "sync") }
        } catch {
            _ = name.withCString { unlinkat(target.descriptor.raw, $0, 0) }
            throw error
        }
        return 0
    }

    /// Calls `body` with one piece of a file after another while it returns true.
    private func pieces(of raw: Int32, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws {
        try withUnsafeTemporaryAllocation(byteCount: Self.pieceSize, alignment: 16) { buffer in
            var offset: off_t = 0
            while true {
                let got = pread(raw, buffer.baseAddress, buffer.count, offset)
                if got < 0, errno == EINTR { continue }
                guard got >= 0 else { throw FileFault(path: folder.path, action: "copy a file", code: errno) }
                if got == 0 { return }
                offset += off_t(got)
                if try !body(UnsafeRawBufferPointer(rebasing: buffer[..<got])) { return }
            }
        }
    }

    private func status(of name: FileName) -> stat? {
        var status = stat()
        return name.withCString { fstatat(target.descriptor.raw, $0, &status, AT_SYMLINK_NOFOLLOW) } == 0 ? status : nil
    }

    private func isSame(_ source: Int32, _ stamp: FileStamp, _ name: FileName, _ existing: stat) throws -> Bool {
        // Times are coarser on some file systems, up to two seconds.
        guard existing.st_mode & S_IFMT == S_IFREG, Int64(existing.st_size) == stamp.size,
            abs(Int64(existing.st_mtim.tv_sec) - stamp.seconds) <= 2
        else { return false }
        let raw = name.withCString { openat(target.descriptor.raw, $0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) }
        guard raw >= 0 else { return false }
        let other = Descriptor(raw)
        var isSame = true
        var offset = 0
        try pieces(of: source) { piece in
            var read = [UInt8](repeating: 0, count: piece.count)
            let got = read.withUnsafeMutableBytes { pread(other.raw, $0.baseAddress, $0.count, off_t(offset)) }
            offset += piece.count
            isSame = got == piece.count && read.elementsEqual(piece)
            return isSame
        }
        return isSame
    }

    private func fault(_ name: FileName, _ action: String) -> FileFault {
        FileFault(path: "\(target.path)/\(name)", action: action, code: errno)
    }
}
