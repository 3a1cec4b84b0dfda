import Glibc

/// A host that runs on a home of its own until it is stopped, and publishes to an ``AnsweringBroker``.
struct RunningHost {
    let home: Workspace
    let process: ChildProcess
    private let log: String

    /// - Parameters:
    ///   - presses: the press files, by name; folders that they name are made by the caller before.
    init(_ options: Options, home: Workspace, broker: AnsweringBroker, presses: [String: String], log: String) throws {
        self.home = home
        self.log = log
        for (name, text) in presses { try writeText(text, home.file(name)) }
        try writeText(
            """
            state: state
            broker: { host: 127.0.0.1, port: \(broker.port), tls: none, clientId: bench, topic: "\(DeliveryBenchmark.topic)" }
            header: v1
            sender: { id: BENCH-1, type: prinect, connectionDeviceId: bench }
            presses: [ "*.press.yaml" ]

            """, home.file("host.yaml"))
        sync()
        process = try ChildProcess(
            ["setpriv", "--pdeathsig", "KILL", options.host, "run", "--config", home.file("host.yaml")], errors: log)
    }

    /// Stops it as a service manager does.
    func stop() throws {
        kill(process.pid, SIGTERM)
        _ = try process.finish(errors: log)
    }

    /// Its processor time so far, in seconds.
    func processorSeconds() throws -> Double {
        let fields = try readText("/proc/\(process.pid)/stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 13, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchError("/proc/\(process.pid)/stat is not as expected")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// What of it is in memory now, in bytes.
    func residentBytes() throws -> Int {
        let line = try readText("/proc/\(process.pid)/status").split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let kilobytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap({ Int($0) }) else {
            throw BenchError("/proc/\(process.pid)/status has no VmRSS")
        }
        return kilobytes * 1024
    }
}
