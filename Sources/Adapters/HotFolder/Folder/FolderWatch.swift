import AdapterAPI
import Glibc

/// The system's events for a folder and those within it. They are a help and not a need: shares raise none, and scans go
/// on.
final class FolderWatch {
    let descriptor: Descriptor
    private let path: FileName
    private var folders: [Int32: FileName] = [:]
    private var buffer = [UInt8](repeating: 0, count: FolderWatch.bufferSize)

    private static let bufferSize = 16 * 1024
    private static let wanted = [
        UInt32(IN_MOVED_TO), UInt32(IN_CLOSE_WRITE), UInt32(IN_DELETE), UInt32(IN_MOVED_FROM), UInt32(IN_CREATE),
        UInt32(IN_DELETE_SELF), UInt32(IN_MOVE_SELF), UInt32(IN_ONLYDIR), UInt32(IN_DONT_FOLLOW),
    ].reduce(0, |)

    /// Watches a folder, without those within it; `seesWriting`: also every write to a file.
    /// - Throws: ``FileFault`` when the system has no watch left to give.
    init(path: String, seesWriting: Bool = false) throws(FileFault) {
        let raw = inotify_init1(Int32(bitPattern: UInt32(IN_NONBLOCK)) | Int32(bitPattern: UInt32(IN_CLOEXEC)))
        guard raw >= 0 else { throw FileFault(path: path, action: "watch", code: errno) }
        descriptor = Descriptor(raw)
        self.path = FileName(path)
        // The folder itself may be a link.
        let writing = seesWriting ? UInt32(IN_MODIFY) : 0
        try add(.root, Self.wanted & ~UInt32(IN_DONT_FOLLOW) | writing)
    }

    /// Watches these folders within the folder, beside those that are watched already.
    /// - Throws: ``FileFault`` when the system has no watch left to give; some may be watched all the same.
    func add(_ names: [FileName]) throws(FileFault) {
        let watched = Set(folders.values)
        for name in names where !watched.contains(name) { try add(name, Self.wanted) }
    }

    private func add(_ name: FileName, _ mask: UInt32) throws(FileFault) {
        let full = path.child(name)
        let target = name == .root ? path : full
        let watch = target.withCString { inotify_add_watch(descriptor.raw, $0, mask) }
        if watch >= 0 {
            folders[watch] = name
        } else if name == .root || (errno != ENOENT && errno != ENOTDIR && errno != EACCES) {
            throw FileFault(path: "\(target)", action: "watch", code: errno)
        }
    }

    /// The events that wait, without waiting for more.
    func events() -> [FolderEvent] {
        var found: [FolderEvent] = []
        while true {
            let got = buffer.withUnsafeMutableBytes { read(descriptor.raw, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return found }
            var at = 0
            while let (header, name) = next(&at, end: got) {
                if let event = event(header, name) { found.append(event) }
            }
        }
    }

    private func next(_ at: inout Int, end: Int) -> (inotify_event, FileName)? {
        let headerSize = MemoryLayout<inotify_event>.size
        guard at + headerSize <= end else { return nil }
        let start = at
        let header = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: start, as: inotify_event.self) }
        at = start + headerSize + Int(header.len)
        guard at <= end else { return nil }
        return (header, FileName(Array(buffer[start + headerSize..<at].prefix { $0 != 0 })))
    }

    private func event(_ header: inotify_event, _ base: FileName) -> FolderEvent? {
        func has(_ flag: UInt32) -> Bool { header.mask & flag != 0 }
        if has(UInt32(IN_Q_OVERFLOW)) { return .missed }
        guard let folder = folders[header.wd] else { return nil }
        if has(UInt32(IN_IGNORED)) { folders[header.wd] = nil }
        if has(UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_IGNORED) | UInt32(IN_UNMOUNT)) {
            return folder == .root ? .folderLost : nil
        }
        let name = folder.child(base)
        if has(UInt32(IN_ISDIR)) {
            if has(UInt32(IN_MOVED_FROM)) { forget(name) }
            return has(UInt32(IN_CLOSE_WRITE)) ? nil : .missed
        }
        if has(UInt32(IN_MOVED_TO)) { return .movedIn(name) }
        if has(UInt32(IN_CLOSE_WRITE)) { return .closed(name) }
        if has(UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)) { return .vanished(name) }
        return nil
    }

    /// A folder was moved away: its watch would go with it, and tell of it under a name that is no longer its own.
    private func forget(_ name: FileName) {
        for (watch, folder) in folders where folder == name || folder.isBelow(name) {
            _ = inotify_rm_watch(descriptor.raw, watch)
            folders[watch] = nil
        }
    }
}
