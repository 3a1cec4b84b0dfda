import Glibc

/// A file that only occupies space, beside the spool: given up when the disk is full, so that what was acknowledged
/// can still be deleted, which needs space itself. Without it a disk that the spool filled would stay full for ever.
struct SpoolReserve {
    /// More than the journal grows to between two checkpoints (1,000 pages of 16 KiB, and one transaction); the smaller
    /// sizes are for small disks.
    static let sizes: [Int64] = [20 << 20, 4 << 20, 1 << 20]

    let path: String

    init(spool: String) { path = spool + "-reserve" }

    /// Occupies the space; whether it could.
    func hold() -> Bool { Self.sizes.contains { hold($0) } }

    private func hold(_ bytes: Int64) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        if posix_fallocate(descriptor, 0, off_t(bytes)) == 0 { return true }
        // What was occupied in part would be missing elsewhere.
        release()
        return false
    }

    func release() { unlink(path) }
}
