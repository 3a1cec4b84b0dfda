import AdapterAPI
import Glibc

/// A folder that files are moved to, held open.
final class TargetFolder {
    let path: String
    let descriptor: Descriptor
    let identity: FolderIdentity
    /// Whether files can only be copied to it.
    let isElsewhere: Bool

    /// - Parameters:
    ///   - creates: Whether to make it where it is missing.
    ///   - inbox: The folder that files come from.
    init(path: String, creates: Bool, inbox: FolderIdentity) throws(FileFault) {
        self.path = path
        if creates { try Self.create(path) }
        let raw = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        descriptor = Descriptor(raw)
        guard let identity = FolderIdentity(of: raw) else {
            throw FileFault(path: path, action: "examine", code: errno)
        }
        guard identity != inbox else {
            throw FileFault(path: path, action: "move files there", text: "it is the folder that they arrive in")
        }
        self.identity = identity
        isElsewhere = identity.device != inbox.device
    }

    /// Makes a folder and those above it.
    static func create(_ path: String) throws(FileFault) {
        let name = FileName(path)
        for folder in name.folders.dropFirst(path.hasPrefix("/") ? 1 : 0) + [name] {
            guard folder.withCString({ mkdir($0, 0o777) }) != 0 else { continue }
            let code = errno
            // What is there already may say anything: a parent need not be writable.
            guard code != EEXIST, FolderIdentity(path: folder) == nil else { continue }
            throw FileFault(path: "\(folder)", action: "create", code: code)
        }
    }

    /// Whether the path still leads to this folder.
    var isCurrent: Bool { FolderIdentity(path: FileName(path)) == identity }

    /// Makes the folders that a file's path within it needs. Returns those that may be new, and the folders they are in.
    func makeFolders(for name: FileName) throws(FileFault) -> [FileName] {
        for folder in name.folders where folder.withCString({ mkdirat(descriptor.raw, $0, 0o777) }) != 0 {
            if errno != EEXIST { throw FileFault(path: "\(path)/\(folder)", action: "create", code: errno) }
        }
        return [.root] + name.folders
    }
}
