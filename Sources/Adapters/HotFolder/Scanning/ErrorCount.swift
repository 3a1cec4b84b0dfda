import AdapterAPI
import Glibc

/// How many refused files lie in `error/`: counted again only when something has changed there.
struct ErrorCount {
    private(set) var files = 0
    private var lastChange: (seconds: Int, nanoseconds: Int)?

    /// Entries looked at, at most: so many files are at least that many.
    static let limit = 10_000

    /// Counts anew if `isTouched`, or if the folder itself was changed since.
    mutating func update(_ target: TargetFolder, isTouched: Bool) {
        var status = stat()
        guard fstat(target.descriptor.raw, &status) == 0 else { return }
        let change = (seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
        if !isTouched, let lastChange, lastChange == change { return }
        lastChange = change
        files = (try? Self.count(target)) ?? files
    }

    private static func count(_ target: TargetFolder) throws(FileFault) -> Int {
        let walk = try FolderWalk(target)
        let reason = Array(ReasonFile.ending.utf8)
        var count = 0
        for _ in 0..<limit {
            guard let (name, _) = try walk.next() else { break }
            if !name.bytes.suffix(reason.count).elementsEqual(reason) { count += 1 }
        }
        return count
    }
}
