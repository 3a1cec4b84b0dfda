public import Foundation
import Glibc

/// A mosquitto of the test's own: its configuration in a temporary folder, stopped by its process id.
public final class TestBroker {
    public static let program = installed(["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"])
    public static let publisher = installed(["/usr/bin/mosquitto_pub", "/usr/local/bin/mosquitto_pub"])
    public static let subscriber = installed(["/usr/bin/mosquitto_sub", "/usr/local/bin/mosquitto_sub"])

    public let port: Int
    private let folder: TemporaryFolder
    private let settings: String
    private var process: Process?

    /// - Parameter settings: further lines of the configuration, behind the listener.
    public init(port: Int? = nil, settings: String = "allow_anonymous true") throws {
        self.port = try port ?? Self.freePort()
        self.settings = settings
        folder = try TemporaryFolder()
    }

    deinit { kill() }

    private static func installed(_ paths: [String]) -> String? {
        paths.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    public func start() async throws {
        guard let program = Self.program else { return }
        let configuration = """
            max_inflight_messages 0
            max_queued_messages 0
            log_dest none
            listener \(port) 127.0.0.1
            \(settings)
            """
        let file = folder.file("mosquitto.conf")
        try configuration.write(toFile: file, atomically: true, encoding: .utf8)
        process = try Self.launch(program, ["-c", file], output: nil)
        _ = try await eventually { Self.answers(self.port) }
    }

    /// SIGSTOP, SIGCONT and the like.
    public func signal(_ signal: Int32) {
        if let process { Glibc.kill(process.processIdentifier, signal) }
    }

    /// SIGKILL, as a power failure.
    public func kill() {
        guard let process else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        self.process = nil
    }

    public static func launch(_ program: String, _ arguments: [String], output: String?) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        if let output {
            _ = FileManager.default.createFile(atPath: output, contents: nil)
            process.standardOutput = FileHandle(forWritingAtPath: output)
        }
        try process.run()
        return process
    }

    /// A port that the system just gave away and took back.
    public static func freePort() throws -> Int {
        let descriptor = try listener()
        defer { close(descriptor) }
        return port(of: descriptor)
    }

    /// A socket that listens on a port of the system's choice.
    public static func listener() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = address(0)
        let bound = withUnsafeSockaddr(&address) { bind(descriptor, $0, $1) }
        guard descriptor >= 0, bound == 0, listen(descriptor, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
        return descriptor
    }

    public static func port(of descriptor: Int32) -> Int {
        var address = address(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeSockaddr(&address) { pointer, _ in getsockname(descriptor, pointer, &size) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    static func answers(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = address(port)
        return withUnsafeSockaddr(&address) { Glibc.connect(descriptor, $0, $1) } == 0
    }

    /// Connects a socket to a port of this machine: 0, or the error's number.
    static func connect(_ descriptor: Int32, _ port: Int) -> Int32 {
        var address = address(port)
        return withUnsafeSockaddr(&address) { Glibc.connect(descriptor, $0, $1) } == 0 ? 0 : errno
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withUnsafeSockaddr<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
