import Glibc

/// The service manager's end of sd_notify(3): a socket that programs send their notices to.
public final class NotifySocket {
    /// What goes into `NOTIFY_SOCKET`.
    public let name: String
    private let descriptor: Int32
    private var notices: [String] = []

    /// - Parameter name: a path, or an abstract name that begins with @.
    /// - Throws: ``SocketError`` with what the system says.
    public init(_ name: String) throws {
        self.name = name
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw SocketError(code: errno) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        let isAbstract = name.hasPrefix("@")
        if isAbstract { bytes[0] = 0 }
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { throw SocketError(code: ENAMETOOLONG) }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (isAbstract ? 0 : 1))
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        guard code == 0 else { throw SocketError(code: errno) }
    }

    deinit { close(descriptor) }

    /// A call of the system failed.
    public struct SocketError: Error, CustomStringConvertible {
        let code: Int32
        public var description: String { String(cString: strerror(code)) }
    }

    /// All notices so far, a datagram each, with its line breaks.
    public func received() -> [String] {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let length = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
            if length < 0 { return notices }
            notices.append(String(decoding: buffer.prefix(length), as: UTF8.self))
        }
    }
}
