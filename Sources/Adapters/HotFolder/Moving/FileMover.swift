import AdapterAPI
import Glibc

/// Moves a group of files that were dealt with to where they belong. The group shares its syncs; a move that a power cut
/// undoes before these only means that the file is found again, and the checkpoint still knows it then.
final class FileMover {
    enum Outcome {
        case moved
        /// It is gone, or another file took its name: nothing to move.
        case gone
        /// It was written to after it had been read.
        case changed(FileStamp)
    }

    private let folder: OpenFolder
    private let marker: MarkerTemplate?
    private let onStep: @Sendable (Step) throws -> Void
    /// Folders whose entries have changed, by the target that they are in (nil: the watched folder).
    private var touchedSources: Set<FileName> = []
    private var touchedDone: Set<FileName> = []
    private var touchedError: Set<FileName> = []
    /// Files that may be deleted once their copies are durable, or that are not to be kept.
    private var removals: [Readiness.File] = []

    /// Names tried before giving up: `name`, `name.1`, …
    private static let attempts = 10_000

    init(_ folder: OpenFolder, marker: MarkerTemplate?, onStep: @escaping @Sendable (Step) throws -> Void) {
        self.folder = folder
        self.marker = marker
        self.onStep = onStep
    }

    /// Moves a file, provided it still is the one that was read; one that can only be copied or is not kept leaves with
    /// ``finish()``.
    func move(_ file: Readiness.File, _ verdict: Verdict) throws -> Outcome {
        guard case .file(let stamp) = folder.look(at: file.name) else { return .gone }
        guard stamp == file.stamp else { return stamp.inode == file.stamp.inode ? .changed(stamp) : .gone }
        try onStep(.beforeMove)
        if let marker {
            // Before the file: left behind alone, it would vouch for the next file of that name.
            _ = marker.marker(for: file.name).withCString { unlinkat(folder.inbox.raw, $0, 0) }
            try onStep(.markerRemoved)
        }
        touchedSources.insert(file.name.folder)
        switch verdict {
        case .refused(let reason): return try move(file, to: folder.error, &touchedError, reason)
        case .done:
            if let done = folder.done { return try move(file, to: done, &touchedDone, nil) }
            removals.append(file)
            return .moved
        }
    }

    private func move(
        _ file: Readiness.File, to target: TargetFolder, _ touched: inout Set<FileName>, _ reason: String?
    ) throws -> Outcome {
        if !touched.contains(file.name.folder) {
            touched.formUnion(try target.makeFolders(for: file.name))
        }
        var copies = target.isElsewhere
        var attempt = 0
        while attempt < Self.attempts {
            let name = attempt == 0 ? file.name : file.name.appending(".\(attempt)")
            let code = try place(file, at: name, in: target, copies, reason)
            switch code {
            case 0 where copies:
                removals.append(file)
                return .moved
            case 0:
                try onStep(.afterMove)
                return try confirm(file, movedTo: name, in: target)
            case EXDEV where !copies: copies = true
            case EEXIST: attempt += 1
            case ENOENT where !folder.hasFile(file.name): return .gone
            default: throw FileFault(path: folder.path(of: file.name), action: "move", code: code)
            }
        }
        throw FileFault(
            path: folder.path(of: file.name), action: "move", text: "too many files of that name in \(target.path)")
    }

    private func place(
        _ file: Readiness.File, at name: FileName, in target: TargetFolder, _ copies: Bool, _ reason: String?
    ) throws -> Int32 {
        if let reason {
            // A copy that a crash left behind stands there already, and its reason too.
            guard copies || isFree(name, in: target), try ReasonFile(target: target).write(reason, for: name) else {
                return EEXIST
            }
            try onStep(.reasonWritten)
        }
        if copies { return try FileCopy(folder: folder, target: target, onStep: onStep).copy(file, to: name) }
        return Renaming.rename(file.name, in: folder.inbox.raw, to: name, in: target.descriptor.raw)
    }

    /// A sender may have put a new file in the old one's place just before the move: then the new one goes back, unread.
    private func confirm(
        _ file: Readiness.File, movedTo name: FileName, in target: TargetFolder
    ) throws -> Outcome {
        var status = stat()
        let code = name.withCString { fstatat(target.descriptor.raw, $0, &status, AT_SYMLINK_NOFOLLOW) }
        guard code == 0, UInt64(status.st_ino) != file.stamp.inode else { return .moved }
        let back = Renaming.rename(name, in: target.descriptor.raw, to: file.name, in: folder.inbox.raw)
        if back == 0 { return .gone }
        throw FileFault(path: "\(target.path)/\(name)", action: "put back unread", code: back)
    }

    private func isFree(_ name: FileName, in target: TargetFolder) -> Bool {
        var status = stat()
        return name.withCString { fstatat(target.descriptor.raw, $0, &status, AT_SYMLINK_NOFOLLOW) } != 0
    }

    /// Makes the moves durable, and then lets go of what was copied or is not kept. A file whose removal fails stays, and
    /// is found again.
    /// - Returns: Files that could not be removed.
    func finish() throws -> [(file: Readiness.File, fault: FileFault)] {
        if let done = folder.done { try sync(touchedDone, done.descriptor.raw, done.path) }
        try sync(touchedError, folder.error.descriptor.raw, folder.error.path)
        try onStep(.targetsSynced)
        var left: [(file: Readiness.File, fault: FileFault)] = []
        for file in removals {
            do { try remove(file) } catch let fault as FileFault { left.append((file, fault)) }
        }
        try sync(touchedSources, folder.inbox.raw, folder.path)
        try onStep(.synced)
        return left
    }

    private func remove(_ file: Readiness.File) throws {
        guard case .file(file.stamp) = folder.look(at: file.name) else { return }
        let hidden = Leftover.name(for: file.name) ?? file.name
        if hidden != file.name {
            let code = Renaming.rename(file.name, in: folder.inbox.raw, to: hidden, in: folder.inbox.raw)
            if code == ENOENT { return }
            guard code == 0 else { throw FileFault(path: folder.path(of: file.name), action: "delete", code: code) }
        }
        try onStep(.beforeRemoval)
        try settle(leftover: hidden, of: file.name) { $0 == file.stamp }
        try onStep(.afterRemoval)
    }

    /// Deletes a file under its removal name if it is the one that was dealt with; any other gets its own name back.
    func settle(leftover: FileName, of name: FileName, isDealtWith: (FileStamp) -> Bool) throws(FileFault) {
        guard case .file(let stamp) = folder.look(at: leftover) else { return }
        if isDealtWith(stamp) {
            if leftover.withCString({ unlinkat(folder.inbox.raw, $0, 0) }) == 0 || errno == ENOENT { return }
            throw FileFault(path: folder.path(of: leftover), action: "delete", code: errno)
        }
        let code = Renaming.rename(leftover, in: folder.inbox.raw, to: name, in: folder.inbox.raw)
        if code != 0 { throw FileFault(path: folder.path(of: leftover), action: "put back unread", code: code) }
    }

    private func sync(_ names: Set<FileName>, _ parent: Int32, _ path: String) throws(FileFault) {
        for name in names {
            let raw = name.withCString { openat(parent, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
            // A folder that is gone has nothing to sync.
            guard raw >= 0 else { continue }
            let folder = Descriptor(raw)
            // Some network file systems cannot sync a folder, and say so this way.
            if fsync(folder.raw) == 0 || errno == EINVAL || errno == ENOTSUP { continue }
            throw FileFault(path: "\(path)/\(name)", action: "sync", code: errno)
        }
    }
}
