import Glibc

/// A mosquitto of our own on a free port of the loopback interface: no limits, nothing kept, nothing logged.
struct Broker {
    let port: UInt16
    private let process: ChildProcess

    init(workspace: Workspace) throws {
        // The port is free when it is chosen, not for certain when it is used.
        for _ in 1...3 {
            let port = try Self.freePort()
            let configuration = workspace.file("mosquitto.conf")
            try writeText(
                """
                listener \(port) 127.0.0.1
                allow_anonymous true
                max_inflight_messages 0
                max_queued_messages 0
                persistence false
                sys_interval 0
                log_dest none

                """, configuration)
            // The broker ends with this program, however that ends.
            let process = try ChildProcess(
                ["setpriv", "--pdeathsig", "KILL", "mosquitto", "-c", configuration], errors: workspace.log)
            if Self.listens(port, process.pid) {
                (self.port, self.process) = (port, process)
                return
            }
        }
        throw BenchError("mosquitto does not start\n\((try? readText(workspace.log)) ?? "")")
    }

    func stop() {
        kill(process.pid, SIGTERM)
        waitpid(process.pid, nil, 0)
    }

    /// Waits until the broker takes connections; false if it ended, or did not within five seconds.
    private static func listens(_ port: UInt16, _ pid: pid_t) -> Bool {
        for _ in 1...100 {
            if waitpid(pid, nil, WNOHANG) != 0 { return false }
            if let connected = try? withSocket({ withAddress(port, connect, $0) == 0 }), connected { return true }
            usleep(50_000)
        }
        kill(pid, SIGKILL)
        waitpid(pid, nil, 0)
        return false
    }

    private static func freePort() throws -> UInt16 {
        try withSocket { descriptor in
            guard withAddress(0, bind, descriptor) == 0 else { throw BenchError.system("a free port") }
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let found = withUnsafeMutablePointer(to: &address) { address in
                address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
            }
            guard found == 0 else { throw BenchError.system("a free port") }
            return UInt16(bigEndian: address.sin_port)
        }
    }

    private static func withSocket<Result>(_ body: (Int32) throws -> Result) throws -> Result {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw BenchError.system("socket") }
        defer { close(descriptor) }
        return try body(descriptor)
    }

    /// Calls `bind` or `connect` with a port of the loopback interface.
    private static func withAddress(
        _ port: UInt16, _ call: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ descriptor: Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
