import AdapterAPI
import Glibc

/// What tells one state of a file from another: as long as it stays the same, so did the content.
struct FileStamp: Hashable, Sendable {
    var inode: UInt64
    var size: Int64
    /// Last change, in seconds since 1970 and nanoseconds.
    var seconds: Int64
    var nanoseconds: Int32

    init(inode: UInt64, size: Int64, seconds: Int64, nanoseconds: Int32 = 0) {
        self.inode = inode
        self.size = size
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    init(_ status: stat) {
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = Int64(status.st_mtim.tv_sec)
        nanoseconds = Int32(status.st_mtim.tv_nsec)
    }

    init(_ document: Document) {
        inode = document.inode
        size = document.size
        (seconds, nanoseconds) = document.modified
    }
}
