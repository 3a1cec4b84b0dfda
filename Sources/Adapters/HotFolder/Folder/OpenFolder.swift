import AdapterAPI
import Glibc

/// The watched folder with its `done/` and `error/`, held open: all names are relative to these, so a folder that is
/// moved away while it is used cannot be mistaken for the one that takes its place.
final class OpenFolder {
    let path: String
    let inbox: Descriptor
    let done: Descriptor
    let error: Descriptor

    static let doneName = FileName("done")
    static let errorName = FileName("error")

    /// Opens the folder and makes `done/` and `error/` where they are missing.
    init(path: String) throws(FileFault) {
        self.path = path
        let raw = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        inbox = Descriptor(raw)
        done = try Self.subfolder(Self.doneName, of: raw, path: path)
        error = try Self.subfolder(Self.errorName, of: raw, path: path)
    }

    private static func subfolder(_ name: FileName, of folder: Int32, path: String) throws(FileFault) -> Descriptor {
        if name.withCString({ mkdirat(folder, $0, 0o777) }) != 0, errno != EEXIST {
            throw FileFault(path: "\(path)/\(name)", action: "create", code: errno)
        }
        let raw = name.withCString { openat(folder, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard raw >= 0 else { throw FileFault(path: "\(path)/\(name)", action: "open", code: errno) }
        return Descriptor(raw)
    }

    /// Whether the path still leads to this folder, and its `done/` and `error/` are still the ones in it.
    var isCurrent: Bool {
        guard let named = Self.identity(AT_FDCWD, FileName(path)), let held = Self.identity(inbox.raw) else {
            return false
        }
        return named == held
            && Self.identity(inbox.raw, Self.doneName) == Self.identity(done.raw)
            && Self.identity(inbox.raw, Self.errorName) == Self.identity(error.raw)
    }

    private struct Identity: Equatable {
        var device: UInt64
        var inode: UInt64
    }

    private static func identity(_ folder: Int32, _ name: FileName) -> Identity? {
        var status = stat()
        guard name.withCString({ fstatat(folder, $0, &status, 0) }) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    private static func identity(_ descriptor: Int32) -> Identity? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    /// What stands under a name, links followed.
    func look(at name: FileName) -> FolderEntry {
        var status = stat()
        guard name.withCString({ fstatat(inbox.raw, $0, &status, 0) }) == 0 else {
            let code = errno
            guard code == ENOENT else {
                return .unusable(FileFault(path: path(of: name), action: "examine", code: code))
            }
            let isLink = name.withCString { fstatat(inbox.raw, $0, &status, AT_SYMLINK_NOFOLLOW) } == 0
            guard isLink else { return .nothing }
            return .unusable(FileFault(path: path(of: name), action: "open", text: "it is a link to nothing"))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(FileStamp(status))
        case S_IFDIR: return .folder
        default: return .unusable(FileFault(path: path(of: name), action: "read", text: "it is no regular file"))
        }
    }

    /// The names in the folder, except `.` and `..`.
    func names() throws(FileFault) -> [FileName] {
        // A descriptor of its own: reading moves its position, and closing the stream closes it.
        let raw = openat(inbox.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw FileFault(path: path, action: "list", code: errno) }
        guard let stream = fdopendir(raw) else {
            let code = errno
            close(raw)
            throw FileFault(path: path, action: "list", code: code)
        }
        defer { closedir(stream) }
        var names: [FileName] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            // By address: an entry is shorter in memory than its type says, so it must not be copied.
            let name = FileName(cString: UnsafeRawPointer(entry) + Self.nameOffset)
            if name != FileName("."), name != FileName("..") { names.append(name) }
        }
        guard errno == 0 else { throw FileFault(path: path, action: "list", code: errno) }
        return names
    }

    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    /// Opens a file as a document.
    func document(_ name: FileName) throws(FileFault) -> Document {
        let raw = name.withCString { openat(inbox.raw, $0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard raw >= 0 else { throw FileFault(path: path(of: name), action: "open", code: errno) }
        return try Document(descriptor: raw, path: path(of: name))
    }

    func path(of name: FileName) -> String { "\(path)/\(name)" }
}
