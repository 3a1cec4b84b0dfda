import AdapterAPI
import Glibc

/// Walks through a folder and all within it, one entry at a time; memory is needed for the folders only.
final class FolderWalk {
    private let target: TargetFolder
    private var folders: [FileName] = [.root]
    private var current: FileName = .root
    private var listing: FolderListing?

    init(_ target: TargetFolder) throws(FileFault) {
        self.target = target
        listing = nil
    }

    /// The next entry that is no folder, links not followed; nil at the end.
    func next() throws(FileFault) -> (name: FileName, status: stat)? {
        while true {
            guard let base = try nextName() else {
                guard try openNext() else { return nil }
                continue
            }
            let name = current.child(base)
            var status = stat()
            guard name.withCString({ fstatat(target.descriptor.raw, $0, &status, AT_SYMLINK_NOFOLLOW) }) == 0 else {
                continue
            }
            if status.st_mode & S_IFMT != S_IFDIR { return (name, status) }
            if folders.count < FolderScan.folderLimit, name.folders.count < FolderScan.depthLimit {
                folders.append(name)
            }
        }
    }

    private func nextName() throws(FileFault) -> FileName? {
        // nil before the first folder is open.
        try listing?.next()
    }

    private func openNext() throws(FileFault) -> Bool {
        listing = nil
        while let folder = folders.popLast() {
            let raw = folder.withCString {
                openat(target.descriptor.raw, $0, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
            }
            // One that is gone, or may not be read, holds nothing for us.
            guard raw >= 0 else { continue }
            current = folder
            listing = try FolderListing(takingOver: raw, path: "\(target.path)/\(folder)")
            return true
        }
        return false
    }
}
