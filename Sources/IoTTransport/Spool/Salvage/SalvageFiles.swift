import Glibc

/// The files of a salvage, and their order: a new spool is made beside the damaged one, under a name that says whether it
/// is whole; then the damaged one goes aside, and the new one takes its place. However often that is cut short, the next
/// start goes on with it.
struct SalvageFiles {
    let path: String

    /// The new spool while it is made; of no use after a cut.
    var unfinished: String { path + "-salvage.part" }
    /// The new spool, whole.
    private var finished: String { path + "-salvage" }

    private static let mostAside = 9_999

    /// Whether a cut came between making the new spool and putting it in place.
    var isInterrupted: Bool { access(finished, F_OK) == 0 }

    func removeUnfinished() {
        for suffix in Self.suffixes { unlink(unfinished + suffix) }
    }

    /// The new spool is whole and closed.
    func finish() throws {
        guard rename(unfinished, finished) == 0 else {
            throw SpoolError.cannotOpen("spool \(path): salvaged, and \(SystemFault("rename", errno))")
        }
        syncFolder()
    }

    /// Puts the new spool in place; returns where the damaged one is now.
    func install() throws -> String {
        let aside = try moveAside()
        guard rename(finished, path) == 0 else {
            throw SpoolError.cannotOpen("spool \(path): salvaged, and \(SystemFault("rename", errno))")
        }
        syncFolder()
        return aside
    }

    /// Renames the file and its journal to `.damaged-<n>`, the first that is free.
    private func moveAside() throws -> String {
        for number in 1...Self.mostAside {
            let aside = "\(path).damaged-\(number)"
            if access(aside, F_OK) == 0 {
                // A cut came between file and journal: the last one's journal is still here.
                let isLast = access("\(path).damaged-\(number + 1)", F_OK) != 0
                guard isLast, access(path, F_OK) != 0 else { continue }
            } else if access(path, F_OK) == 0, rename(path, aside) != 0 {
                throw SpoolError.cannotOpen("spool \(path): damaged, and \(SystemFault("rename", errno))")
            }
            for suffix in Self.suffixes.dropFirst() { _ = rename(path + suffix, aside + suffix) }
            return aside
        }
        throw SpoolError.cannotOpen("spool \(path): damaged, and too many damaged ones beside it")
    }

    private static let suffixes = ["", "-wal", "-shm"]

    private func syncFolder() {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
