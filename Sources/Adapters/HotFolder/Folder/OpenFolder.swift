import AdapterAPI
import Glibc

/// The watched folder with those that its files go to, held open: all names are relative to these, so a folder that is
/// moved away while it is used cannot be mistaken for the one that takes its place.
final class OpenFolder {
    let path: String
    let inbox: Descriptor
    let identity: FolderIdentity
    let kind: FileSystemKind
    /// nil: taken files are deleted.
    let done: TargetFolder?
    let error: TargetFolder

    /// Opens the folder, and those for files that were dealt with; within the folder these are made where they are
    /// missing.
    init(_ settings: HotFolderSettings) throws(FileFault) {
        path = settings.folder
        if settings.create { try TargetFolder.create(path) }
        let raw = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard raw >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        inbox = Descriptor(raw)
        guard let identity = FolderIdentity(of: raw) else { throw FileFault(path: path, action: "open", code: errno) }
        self.identity = identity
        kind = FileSystemKind(of: raw)
        done = try Self.target(settings.done, "done", settings, identity)
        guard let error = try Self.target(settings.error, "error", settings, identity) else {
            throw FileFault(path: path, action: "open", text: "refused files have no folder")
        }
        self.error = error
    }

    private static func target(
        _ destination: HotFolderSettings.Destination, _ name: String, _ settings: HotFolderSettings,
        _ inbox: FolderIdentity
    ) throws(FileFault) -> TargetFolder? {
        switch destination {
        case .delete: nil
        case .inside: try TargetFolder(path: "\(settings.folder)/\(name)", creates: true, inbox: inbox)
        case .folder(let path): try TargetFolder(path: path, creates: settings.create, inbox: inbox)
        }
    }

    /// Whether all paths still lead to these folders.
    var isCurrent: Bool {
        FolderIdentity(path: FileName(path)) == identity && done?.isCurrent != false && error.isCurrent
    }

    /// Whether a folder is one that files are moved to.
    func isTarget(_ folder: FolderIdentity) -> Bool { folder == done?.identity || folder == error.identity }

    /// What stands under a name, links not followed.
    func look(at name: FileName) -> FolderEntry {
        var status = stat()
        guard name.withCString({ fstatat(inbox.raw, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return .nothing }
            return .unusable(FileFault(path: path(of: name), action: "examine", code: code))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(FileStamp(status))
        case S_IFDIR: return .folder(FolderIdentity(status))
        case S_IFLNK:
            return .unusable(
                FileFault(path: path(of: name), action: "read", text: "it is a link; links are not followed"))
        default: return .unusable(FileFault(path: path(of: name), action: "read", text: "it is no regular file"))
        }
    }

    /// Whether there is a file of this name.
    func hasFile(_ name: FileName) -> Bool {
        if case .file = look(at: name) { true } else { false }
    }

    /// The names in the folder, or in one within it.
    func names(in folder: FileName = .root) throws(FileFault) -> [FileName] {
        let raw = folder.withCString { openat(inbox.raw, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW) }
        guard raw >= 0 else { throw FileFault(path: path(of: folder), action: "list", code: errno) }
        var listing = try FolderListing(takingOver: raw, path: path(of: folder))
        var names: [FileName] = []
        while let name = try listing.next() { names.append(folder.child(name)) }
        return names
    }

    /// Opens a file as a document; `onRead` is called for each piece that is read of it.
    func document(_ name: FileName, onRead: @escaping @Sendable () -> Void) throws(FileFault) -> Document {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
        let raw = name.withCString { openat(inbox.raw, $0, flags) }
        guard raw >= 0 else { throw FileFault(path: path(of: name), action: "open", code: errno) }
        return try Document(descriptor: raw, path: path(of: name), onRead: onRead)
    }

    func path(of name: FileName) -> String { name == .root ? path : "\(path)/\(name)" }
}
