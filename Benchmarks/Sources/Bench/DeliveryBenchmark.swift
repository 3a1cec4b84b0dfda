import Glibc

/// File to spool to PUBACK as a whole process, against a loop that publishes as many messages and does nothing else.
struct DeliveryBenchmark {
    let broker: Broker
    private let host: String
    private let workspace: Workspace
    private let input: BenchInput
    private let count: Int

    static let topic = "$aws/rules/iot_data_platform_telemetry_dev"

    init(options: Options, workspace: Workspace, input: BenchInput) throws {
        host = options.host
        count = options.published
        self.workspace = workspace
        self.input = input
        broker = try Broker(workspace: workspace)
    }

    func round() throws -> Comparison {
        Comparison(ours: try ours(), limit: try limit())
    }

    private func limit() throws -> Double {
        let answer = workspace.file("publish-loop")
        let program = "\(workspace.programs)/publish-loop"
        _ = try ChildProcess.run(
            [program, "\(count)", "100", "\(broker.port)", input.body, Self.topic], output: answer,
            errors: workspace.log)
        guard let speed = Double(try readText(answer).filter { !$0.isWhitespace }) else {
            throw BenchError("publish-loop printed no number")
        }
        return speed
    }

    /// Reads one document from an inbox with an empty spool on disk, and ends when everything is acknowledged.
    private func ours() throws -> Double {
        let home = Workspace(inside: workspace, try workspace.folder("host"))
        defer { home.remove() }
        let inbox = try home.folder("inbox")
        try writeText(BenchInput.source + "folder: inbox\nready: rename\n", home.file("press.yaml"))
        try writeText(
            """
            state: state
            broker: { host: 127.0.0.1, port: \(broker.port), tls: none, clientId: bench, topic: "\(Self.topic)" }
            header: v1
            sender: { id: BENCH-1, type: prinect, connectionDeviceId: bench }
            presses: [ press.yaml ]

            """, home.file("host.yaml"))
        guard link(input.feed, "\(inbox)/feed.xml") == 0 else { throw BenchError.system("\(inbox)/feed.xml") }
        sync()
        let usage = try ChildProcess.run(
            [host, "run", "--once", "--config", home.file("host.yaml")], errors: workspace.log)
        guard access("\(inbox)/feed.xml", F_OK) != 0 else { throw BenchError("the document is still in the inbox") }
        return Double(count) / usage.seconds
    }
}
