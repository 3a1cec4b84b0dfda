import AdapterAPI
import Glibc

/// A folder of growing files, held open; nothing is ever changed in it.
final class TailedFolder {
    /// A file that was found.
    struct Found {
        let key: FileKey
        let name: FileName
        let stamp: FileStamp
    }

    let path: String
    private let descriptor: Descriptor
    private let identity: FolderIdentity

    init(_ path: String) throws(FileFault) {
        self.path = path
        let raw = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        descriptor = Descriptor(raw)
        guard let identity = FolderIdentity(of: raw) else { throw FileFault(path: path, action: "open", code: errno) }
        self.identity = identity
    }

    /// Whether the path still leads to this folder.
    var isCurrent: Bool { FolderIdentity(path: FileName(path)) == identity }

    /// All regular files, by name; links are not followed.
    func files() throws(FileFault) -> [Found] {
        let raw = openat(descriptor.raw, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw FileFault(path: path, action: "list", code: errno) }
        var listing = try FolderListing(takingOver: raw, path: path)
        var found: [Found] = []
        while let name = try listing.next(), found.count < Readiness.nameLimit {
            var status = stat()
            guard name.withCString({ fstatat(descriptor.raw, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { continue }
            found.append(Found(key: FileKey(status), name: name, stamp: FileStamp(status)))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// Opens a file, if it still is the one that was found; nil when it is not.
    func open(_ found: Found, now: Duration) throws(FileFault) -> TailedFile? {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
        let raw = found.name.withCString { openat(descriptor.raw, $0, flags) }
        let path = "\(self.path)/\(found.name)"
        guard raw >= 0 else {
            if errno == ENOENT { return nil }
            throw FileFault(path: path, action: "open", code: errno)
        }
        var status = stat()
        guard fstat(raw, &status) == 0, FileKey(status) == found.key else {
            close(raw)
            return nil
        }
        let own = fcntl(raw, F_DUPFD_CLOEXEC, 0)
        let document = try Document(descriptor: raw, path: path)
        guard own >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        return TailedFile(found, document, Descriptor(own), now: now)
    }
}
