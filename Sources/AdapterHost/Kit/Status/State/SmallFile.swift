import AdapterAPI
import Glibc

/// Reads a file that is known to be small, as a certificate is.
enum SmallFile {
    /// - Throws: ``FileFault``, also for a file larger than `limit` bytes.
    static func bytes(of path: String, limit: Int) throws(FileFault) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault(path: path, action: "open", code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileFault(path: path, action: "read", code: errno) }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            if bytes.count > limit { throw FileFault(path: path, action: "read", text: "larger than \(limit) bytes") }
        }
    }
}
