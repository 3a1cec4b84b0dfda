import AdapterAPI
import Glibc

/// What can be seen of a press's folder without touching it.
struct FolderFacts: Sendable, Equatable {
    enum Access: Sendable, Equatable {
        case usable
        /// It can be read, but nothing in it be moved.
        case readOnly
        case missing
        case notFolder
        /// In the system's words.
        case unreadable(String)
    }

    var access: Access
    var fileSystem: FileSystemKind?
    /// When something was put there, taken away or written last, in seconds since 1970; nil when that is not known.
    var lastChange: Int64?
    /// Files in `error/`.
    var failed = 0

    /// Entries that are looked at, at most.
    private static let mostEntries = 20_000

    /// Blocks, for ever on a network drive that is dead.
    init(path: String) {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            access =
                switch errno {
                case ENOENT: .missing
                case ENOTDIR: .notFolder
                default: .unreadable(String(cString: strerror(errno)))
                }
            return
        }
        defer { close(descriptor) }
        fileSystem = FileSystemKind(of: descriptor)
        guard Glibc.access(path, R_OK | X_OK) == 0 else {
            access = .unreadable(String(cString: strerror(errno)))
            return
        }
        access = Glibc.access(path, W_OK) == 0 ? .usable : .readOnly
        var status = stat()
        if fstat(descriptor, &status) == 0 { lastChange = Int64(status.st_mtim.tv_sec) }
        for name in Self.names(in: path) where !name.hasPrefix(".") {
            guard fstatat(descriptor, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
            lastChange = max(lastChange ?? .min, Int64(status.st_mtim.tv_sec))
        }
        failed = Self.names(in: path + "/error").count { !$0.hasPrefix(".") && !$0.hasSuffix(".reason.txt") }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while names.count < mostEntries, let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }
}
