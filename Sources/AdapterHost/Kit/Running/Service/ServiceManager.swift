import Glibc
import Logging

/// The service manager that started the process, systemd as a rule: what it wants to be told, and the telling.
///
/// Each notice is one datagram of lines to the socket that `NOTIFY_SOCKET` names (sd_notify(3)). Without that variable
/// nothing is told. That a notice cannot be sent is logged and stops nothing.
struct ServiceManager: Sendable {
    /// How often it wants to hear that the host is alive, at least; nil when it does not.
    let watchdogInterval: Duration?
    private let socketName: String?
    private let logger: Logger

    /// How long a notice may take when the manager does not read.
    private static let sendLimit = timeval(tv_sec: 0, tv_usec: 250_000)

    /// Opens nothing.
    ///
    /// - Parameters:
    ///   - environment: with `NOTIFY_SOCKET`, a path or a name that begins with @; `WATCHDOG_USEC`, a number of
    ///     microseconds; and `WATCHDOG_PID`, the process that these are for.
    ///   - process: our process id.
    init(environment: [String: String], process: Int32 = getpid(), logger: Logger) {
        self.logger = logger
        let name = environment["NOTIFY_SOCKET"].flatMap { $0.isEmpty ? nil : $0 }
        socketName = name
        let isForUs = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        if name != nil, isForUs, let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }),
            microseconds > 0
        {
            watchdogInterval = .microseconds(microseconds)
        } else {
            watchdogInterval = nil
        }
    }

    /// The host works: what `Type=notify` waits for, at a start and at the end of a reload.
    func ready() { tell(["READY=1"]) }

    /// A start takes longer, since it waits for something: not more than this from now.
    func starting(_ text: String, atMost limit: Duration) { tell(["STATUS=\(text)", Self.extension(limit)]) }

    /// The configuration is being read again; ``ready()`` says that it is done, with the old one or with the new.
    func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        tell(["RELOADING=1", "MONOTONIC_USEC=\(Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1_000)"])
    }

    /// The host stops, which takes not longer than this.
    func stopping(atMost limit: Duration) { tell(["STOPPING=1", Self.extension(limit)]) }

    /// One line that `systemctl status` shows.
    func status(_ text: String) { tell(["STATUS=\(text)"]) }

    /// The host is alive.
    func alive() { tell(["WATCHDOG=1"]) }

    private static func `extension`(_ limit: Duration) -> String {
        "EXTEND_TIMEOUT_USEC=\(limit.components.seconds * 1_000_000)"
    }

    /// A line break in a value would begin another line: it becomes a space.
    private func tell(_ lines: [String]) {
        guard let socketName else { return }
        let text = lines.map { String($0.map { $0.isNewline ? " " : $0 }) }.joined(separator: "\n")
        let code = Self.send(text, to: socketName)
        guard code != 0 else { return }
        let reason = String(cString: strerror(code))
        logger.warning("NOTIFY_SOCKET \(socketName): cannot tell the service manager \(lines[0]): \(reason)")
    }

    /// Sends one datagram; 0 or the system's code.
    private static func send(_ text: String, to name: String) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(name.utf8)
        let isAbstract = bytes[0] == UInt8(ascii: "@")
        guard isAbstract || bytes[0] == UInt8(ascii: "/") else { return EAFNOSUPPORT }
        // The terminating zero belongs to a path, and is left out behind an abstract name.
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return ENAMETOOLONG }
        if isAbstract { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        let length = socklen_t(start + bytes.count + (isAbstract ? 0 : 1))

        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var limit = sendLimit
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let sent = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                text.withCString { sendto(descriptor, $0, strlen($0), Int32(MSG_NOSIGNAL), address, length) }
            }
        }
        return sent < 0 ? errno : 0
    }
}
