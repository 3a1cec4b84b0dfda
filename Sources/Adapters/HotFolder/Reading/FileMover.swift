import AdapterAPI
import Glibc

/// Moves files that were dealt with into `done/` and `error/`.
struct FileMover {
    enum Outcome {
        case moved
        /// It is gone, or another file took its name: nothing to move.
        case gone
        /// It was written to after it had been read.
        case changed(FileStamp)
    }

    let folder: OpenFolder
    let onStep: @Sendable (Step) throws -> Void

    /// Names tried before giving up: `name`, `name.1`, …
    private static let attempts = 10_000

    /// Moves a file, provided it still is the one that was read.
    func move(_ file: Readiness.File, _ verdict: Verdict) throws -> Outcome {
        guard case .file(let stamp) = folder.look(at: file.name) else { return .gone }
        guard stamp == file.stamp else { return stamp.inode == file.stamp.inode ? .changed(stamp) : .gone }
        try onStep(.beforeMove)
        let target: Int32
        let subfolder: FileName
        switch verdict {
        case .done: (target, subfolder) = (folder.done.raw, OpenFolder.doneName)
        case .refused: (target, subfolder) = (folder.error.raw, OpenFolder.errorName)
        }
        for attempt in 0..<Self.attempts {
            let name = attempt == 0 ? file.name : file.name.appending(".\(attempt)")
            if case .refused(let reason) = verdict {
                guard isFree(name, in: target), try writeReason(reason, for: name) else { continue }
                try onStep(.reasonWritten)
            }
            let code = Renaming.rename(file.name, in: folder.inbox.raw, to: name, in: target)
            if code == EEXIST { continue }
            if code == ENOENT { return .gone }
            guard code == 0 else { throw FileFault(path: folder.path(of: file.name), action: "move", code: code) }
            try onStep(.afterMove)
            return try confirm(file, movedTo: name, in: target, subfolder)
        }
        let text = "too many files of that name in \(subfolder)/"
        throw FileFault(path: folder.path(of: file.name), action: "move", text: text)
    }

    /// A sender may have put a new file in the old one's place just before the move: then the new one goes back, unread.
    private func confirm(
        _ file: Readiness.File, movedTo name: FileName, in target: Int32, _ subfolder: FileName
    ) throws -> Outcome {
        var status = stat()
        guard name.withCString({ fstatat(target, $0, &status, 0) }) == 0, UInt64(status.st_ino) != file.stamp.inode
        else { return .moved }
        let code = Renaming.rename(name, in: target, to: file.name, in: folder.inbox.raw)
        if code == 0 { return .gone }
        throw FileFault(path: "\(folder.path)/\(subfolder)/\(name)", action: "put back unread", code: code)
    }

    private func isFree(_ name: FileName, in target: Int32) -> Bool {
        var status = stat()
        return name.withCString { fstatat(target, $0, &status, AT_SYMLINK_NOFOLLOW) } != 0
    }

    /// Writes the reason beside the place the file is about to take; false when another file has the reason's name.
    /// A reason with the same words is one that a crash left behind.
    private func writeReason(_ reason: String, for name: FileName) throws -> Bool {
        let reasonName = name.appending(".reason.txt")
        let text = Array(reason.utf8)
        let raw = reasonName.withCString {
            openat(folder.error.raw, $0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        }
        guard raw >= 0 else {
            if errno == EEXIST { return holds(reasonName, text) }
            throw FileFault(path: "\(folder.path)/error/\(reasonName)", action: "create", code: errno)
        }
        let file = Descriptor(raw)
        let written = text.withUnsafeBytes { write(file.raw, $0.baseAddress, $0.count) }
        if written == text.count, fsync(file.raw) == 0 { return true }
        let code = errno
        _ = reasonName.withCString { unlinkat(folder.error.raw, $0, 0) }
        throw FileFault(path: "\(folder.path)/error/\(reasonName)", action: "write", code: code)
    }

    private func holds(_ name: FileName, _ text: [UInt8]) -> Bool {
        let raw = name.withCString { openat(folder.error.raw, $0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard raw >= 0 else { return false }
        let file = Descriptor(raw)
        var found = [UInt8](repeating: 0, count: text.count + 1)
        let got = found.withUnsafeMutableBytes { read(file.raw, $0.baseAddress, $0.count) }
        return got == text.count && found.prefix(got).elementsEqual(text)
    }

    /// Makes the moves durable.
    func sync() throws {
        for (descriptor, path) in [
            (folder.done.raw, "\(folder.path)/done"), (folder.error.raw, "\(folder.path)/error"),
            (folder.inbox.raw, folder.path),
        ] where fsync(descriptor) != 0 {
            // Some network file systems cannot sync a folder, and say so this way.
            if errno == EINVAL || errno == ENOTSUP { continue }
            throw FileFault(path: path, action: "sync", code: errno)
        }
        try onStep(.synced)
    }
}
