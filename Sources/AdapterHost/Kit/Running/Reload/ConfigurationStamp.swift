import Glibc

/// The files of a configuration as the file system shows them: cheap to take, and different when one was written, put in
/// place of another, added or removed.
struct ConfigurationStamp: Equatable {
    struct File: Equatable {
        var inode: UInt64
        var bytes: Int64
        var seconds: Int64
        var nanoseconds: Int64
    }

    /// By path; those that are not there are left out.
    var files: [String: File] = [:]

    init(files: [String: File]) { self.files = files }

    /// Looks at these paths.
    init(of paths: [String]) {
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            files[path] = File(
                inode: UInt64(status.st_ino), bytes: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
                nanoseconds: Int64(status.st_mtim.tv_nsec))
        }
    }

    /// The paths that differ, in order.
    func changes(to other: ConfigurationStamp) -> [String] {
        Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
    }
}
