import Foundation
import TestServers

/// A file system of 8 MiB of the test's own, which can be made full.
final class SmallDisk {
    private let folder: TemporaryFolder
    let path: String

    /// Nil, with a word about it, where none can be mounted.
    init?() throws {
        folder = try TemporaryFolder()
        path = folder.file("disk")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let mounted = try TestBroker.launch("/bin/mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", path], output: nil)
        mounted.waitUntilExit()
        guard mounted.terminationStatus == 0 else {
            print("skipped: a tmpfs cannot be mounted here, so no disk can be made full")
            return nil
        }
    }

    deinit {
        let unmounted = try? TestBroker.launch("/bin/umount", ["-l", path], output: nil)
        unmounted?.waitUntilExit()
    }

    private var ballast: String { path + "/ballast" }

    /// Writes until the disk takes no more.
    func fill() throws {
        guard FileManager.default.createFile(atPath: ballast, contents: nil),
            let file = FileHandle(forWritingAtPath: ballast)
        else { return }
        while (try? file.write(contentsOf: Data(repeating: 0x20, count: 65_536))) != nil {}
        try? file.close()
    }

    /// Mounts it again, `ro` or `rw`.
    func remount(_ mode: String) throws {
        let mounted = try TestBroker.launch("/bin/mount", ["-o", "remount,\(mode)", path], output: nil)
        mounted.waitUntilExit()
    }

    /// Makes room again.
    func empty() throws {
        try FileManager.default.removeItem(atPath: ballast)
    }
}
