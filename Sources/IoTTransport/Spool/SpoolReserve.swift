import Glibc

/// A file that only occupies space, beside the spool: given up when the disk is full, so that what was acknowledged
/// can still be deleted, which needs space itself. Without it a disk that the spool filled would stay full for ever.
struct SpoolReserve {
    /// More than the journal grows to: 256 pages of 16 KiB until it is moved into the file, and a transaction or two.
    static let largest: off_t = 8 << 20
    /// On a small file system a reserve of the largest size could never be held again once it was given up.
    static let smallest: off_t = 512 << 10

    let path: String
    /// What it occupies: a sixteenth of the file system, within the limits.
    private let bytes: off_t

    init(spool: String) {
        path = spool + "-reserve"
        var status = statvfs()
        // The spool itself may not be there yet.
        let folder = spool.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let isKnown = statvfs(folder.isEmpty ? (spool.hasPrefix("/") ? "/" : ".") : folder, &status) == 0
        let share = off_t(clamping: UInt64(status.f_blocks) * UInt64(status.f_frsize) / 16)
        bytes = isKnown ? min(Self.largest, max(Self.smallest, share)) : Self.largest
    }

    /// Occupies the space, all of it or none; whether it could.
    func hold() -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if posix_fallocate(descriptor, 0, bytes) == 0 { return true }
        // What was occupied in part would be missing elsewhere.
        release()
        return false
    }

    func release() { unlink(path) }
}
