import AdapterAPI
import Glibc
import Synchronization

/// Bytes as a document: a file in memory whose name is gone as soon as it is open.
enum InputDocument {
    private static let count = Atomic(0)

    /// A descriptor through which a document grows.
    final class Descriptor {
        private let raw: Int32

        fileprivate init(raw: Int32) {
            self.raw = raw
        }

        func write(_ bytes: ArraySlice<UInt8>, at offset: Int) {
            _ = bytes.withUnsafeBytes { pwrite(raw, $0.baseAddress, $0.count, off_t(offset)) }
        }

        deinit { close(raw) }
    }

    /// An empty document that grows; nil when there is no memory.
    static func growing() -> (Document, Descriptor)? {
        guard let raw = made() else { return nil }
        let own = dup(raw)
        guard own >= 0, let document = try? Document(descriptor: raw, path: "input") else { return nil }
        return (document, Descriptor(raw: own))
    }

    static func of(_ bytes: [UInt8]) -> Document? {
        guard let descriptor = made() else { return nil }
        let written = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        guard written == bytes.count else {
            close(descriptor)
            return nil
        }
        return try? Document(descriptor: descriptor, path: "input")
    }

    private static func made() -> Int32? {
        let name = "/adapter-host-fuzz-\(getpid())-\(count.wrappingAdd(1, ordering: .relaxed).newValue)"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
        shm_unlink(name)
        return descriptor
    }
}
