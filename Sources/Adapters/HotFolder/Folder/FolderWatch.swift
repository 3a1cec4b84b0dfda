import AdapterAPI
import Glibc

/// The system's events for one folder. They are a help and not a need: shares raise none, and scans go on.
final class FolderWatch {
    let descriptor: Descriptor
    private var buffer = [UInt8](repeating: 0, count: FolderWatch.bufferSize)

    private static let bufferSize = 16 * 1024

    /// - Throws: ``FileFault`` when the system has no watch left to give.
    init(path: String) throws(FileFault) {
        let raw = inotify_init1(Int32(bitPattern: UInt32(IN_NONBLOCK)) | Int32(bitPattern: UInt32(IN_CLOEXEC)))
        guard raw >= 0 else { throw FileFault(path: path, action: "watch", code: errno) }
        descriptor = Descriptor(raw)
        let wanted = [
            UInt32(IN_MOVED_TO), UInt32(IN_CLOSE_WRITE), UInt32(IN_DELETE), UInt32(IN_MOVED_FROM),
            UInt32(IN_DELETE_SELF), UInt32(IN_MOVE_SELF), UInt32(IN_ONLYDIR),
        ].reduce(0, |)
        guard inotify_add_watch(raw, path, wanted) >= 0 else {
            throw FileFault(path: path, action: "watch", code: errno)
        }
    }

    /// The events that wait, without waiting for more.
    func events() -> [FolderEvent] {
        var found: [FolderEvent] = []
        while true {
            let got = buffer.withUnsafeMutableBytes { read(descriptor.raw, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { return found }
            buffer.withUnsafeBytes { Self.append(UnsafeRawBufferPointer(rebasing: $0[..<got]), to: &found) }
        }
    }

    private static func append(_ bytes: UnsafeRawBufferPointer, to found: inout [FolderEvent]) {
        let headerSize = MemoryLayout<inotify_event>.size
        var at = 0
        while at + headerSize <= bytes.count {
            let header = bytes.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
            let nameStart = at + headerSize
            at = nameStart + Int(header.len)
            guard at <= bytes.count else { return }
            let name = FileName(Array(bytes[nameStart..<at].prefix { $0 != 0 }))
            if let event = event(header.mask, name) { found.append(event) }
        }
    }

    private static func event(_ mask: UInt32, _ name: FileName) -> FolderEvent? {
        func has(_ flag: UInt32) -> Bool { mask & flag != 0 }
        if has(UInt32(IN_Q_OVERFLOW)) { return .missed }
        if has(UInt32(IN_DELETE_SELF) | UInt32(IN_MOVE_SELF) | UInt32(IN_IGNORED) | UInt32(IN_UNMOUNT)) {
            return .folderLost
        }
        if has(UInt32(IN_ISDIR)) { return nil }
        if has(UInt32(IN_MOVED_TO)) { return .movedIn(name) }
        if has(UInt32(IN_CLOSE_WRITE)) { return .closed(name) }
        if has(UInt32(IN_DELETE) | UInt32(IN_MOVED_FROM)) { return .vanished(name) }
        return nil
    }
}
