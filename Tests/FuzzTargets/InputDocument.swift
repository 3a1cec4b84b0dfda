import AdapterAPI
import Glibc
import Synchronization

/// Bytes as a document: a file in memory whose name is gone as soon as it is open.
enum InputDocument {
    private static let made = Atomic(0)

    static func of(_ bytes: [UInt8]) -> Document? {
        let name = "/adapter-host-fuzz-\(getpid())-\(made.wrappingAdd(1, ordering: .relaxed).newValue)"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        shm_unlink(name)
        let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == bytes.count else {
            close(descriptor)
            return nil
        }
        return try? Document(descriptor: descriptor, path: "input")
    }
}
