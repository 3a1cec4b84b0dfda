import Glibc

/// The lock that keeps a second host off a state folder. The system lets go of it when the process ends, however it ends.
final class StateLock: Sendable {
    private let descriptor: Int32

    struct Fault: Error, CustomStringConvertible {
        let description: String
        /// Whether another process holds it.
        var isHeld = false
    }

    /// Takes the lock, and makes the folder if it is not there.
    /// - Throws: ``Fault`` naming the folder, and the process that holds the lock.
    init(folder: String) throws(Fault) {
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw Fault(description: "\(folder): cannot make the state folder: \(String(cString: strerror(errno)))")
        }
        let path = folder + "/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw Fault(description: "\(path): cannot open: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var buffer = [UInt8](repeating: 0, count: 32)
            let length = max(0, read(descriptor, &buffer, buffer.count))
            close(descriptor)
            let holder = String(decoding: buffer.prefix(length), as: UTF8.self)
            throw Fault(
                description:
                    "\(folder): another host (process \(holder.isEmpty ? "?" : holder)) uses this state folder; "
                    + "stop it, or give this one a state: of its own",
                isHeld: true)
        }
        ftruncate(descriptor, 0)
        let text = String(getpid())
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Whether a host has ever run on the folder.
    static func isThere(folder: String) -> Bool { access(folder + "/lock", F_OK) == 0 }

    /// The process that holds the lock, as the file names it; nil when nobody does. Makes nothing.
    static func holder(folder: String) -> String? {
        let descriptor = open(folder + "/lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // Shared, so that those who only look do not find each other.
        if flock(descriptor, LOCK_SH | LOCK_NB) == 0 { return nil }
        var buffer = [UInt8](repeating: 0, count: 32)
        let length = max(0, read(descriptor, &buffer, buffer.count))
        return length == 0 ? "?" : String(decoding: buffer.prefix(length), as: UTF8.self)
    }
}
