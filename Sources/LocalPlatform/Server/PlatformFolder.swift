import Foundation
import Synchronization

/// Why the platform does not start, or could not store something.
public struct LocalPlatformFault: Error, CustomStringConvertible, Equatable {
    /// In words for a person.
    public let description: String
}

/// The platform's own folder: mode 0700, one process a folder, files written whole.
final class PlatformFolder: Sendable {
    let path: String
    private let lock: Mutex<Int32>

    /// Makes the folder if it is not there, and takes it.
    init(_ path: String) throws(LocalPlatformFault) {
        self.path = path
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LocalPlatformFault(description: "cannot make the folder \(path): \(error.localizedDescription)")
        }
        let descriptor = open(path + "/lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.fault("cannot write to \(path)") }
        lock = Mutex(descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            release()
            throw LocalPlatformFault(
                description: "another local-platform uses the folder \(path); give this one its own with --folder")
        }
    }

    deinit { release() }

    /// Lets others have the folder.
    func release() {
        lock.withLock { descriptor in
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Nil when there is no such file.
    func read(_ name: String) throws(LocalPlatformFault) -> [UInt8]? {
        let file = file(name)
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard let data = FileManager.default.contents(atPath: file) else { throw Self.fault("cannot read \(file)") }
        return Array(data)
    }

    /// Writes beside, syncs, renames, syncs the folder. The mode is 0600.
    func write(_ name: String, _ bytes: [UInt8]) throws(LocalPlatformFault) {
        let file = file(name)
        let temporary = file + ".tmp"
        unlink(temporary)
        let descriptor = open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.fault("cannot write \(temporary)") }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            written += count
        }
        let isSynced = written == bytes.count && fsync(descriptor) == 0
        let fault = Self.fault("cannot write \(temporary)")
        close(descriptor)
        guard isSynced, rename(temporary, file) == 0 else { throw fault }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    /// A file that cannot be understood, under another name.
    func setAside(_ name: String) { rename(file(name), file(name + ".damaged")) }

    private static func fault(_ what: String) -> LocalPlatformFault {
        LocalPlatformFault(description: "\(what): \(String(cString: strerror(errno)))")
    }
}
