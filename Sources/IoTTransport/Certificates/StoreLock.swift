import Glibc

/// Keeps a certificate store to one process: the platform lets a client id connect once only. The system lets go of the
/// lock when the process ends, however it ends.
public final class StoreLock: Sendable {
    private let descriptor: Int32

    /// Why a store cannot be had.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// Takes the lock. The folder itself is locked, so that it also works where nothing can be written; who holds it is
    /// written beside, into `lock`.
    ///
    /// - Throws: ``Fault`` naming the folder, and the process that holds the lock.
    public init(folder: String) throws(Fault) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Fault(description: "\(folder): \(SystemFault.text(errno))") }
        let note = folder + "/lock"
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw Fault(description: "\(folder): cannot be locked: \(SystemFault.text(code))")
            }
            let bytes = (try? DurableFile.read(note, limit: 64).bytes) ?? []
            let holder = String(decoding: bytes.filter { $0 > 0x20 }, as: UTF8.self)
            throw Fault(
                description:
                    "\(folder): another process (\(holder.isEmpty ? "unknown" : holder)) uses this certificate "
                    + "store, and a client id can connect once only: stop that process first")
        }
        self.descriptor = descriptor
        try? DurableFile.create(note, Array("\(getpid())\n".utf8))
    }

    deinit { close(descriptor) }
}
