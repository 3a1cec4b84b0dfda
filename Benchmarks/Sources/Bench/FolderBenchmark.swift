import Glibc

/// A morning's backlog: many small documents from the folder to `done/`, through the real spool, all syncs included.
struct FolderBenchmark {
    private static let files = 5_000
    private static let recordsAFile = 4
    /// Files a second.
    private static let required = 1_000

    private let options: Options
    private let workspace: Workspace
    private let broker: Broker

    init(options: Options, workspace: Workspace, broker: Broker) {
        self.options = options
        self.workspace = workspace
        self.broker = broker
    }

    func row() throws -> Report.Row {
        note("bench: \(Self.files) small files from the folder to done/, three times")
        let speed = Int(median(try (1...3).map { _ in try round() }))
        return Report.Row(
            what: "\(Self.files) small files → done/", ours: "\(speed) files/s", limit: "–", ratio: "–",
            required: "≥ \(Self.required) files/s", passed: speed >= Self.required)
    }

    /// The whole process, from its start until all files are in `done/` and all events are acknowledged.
    private func round() throws -> Double {
        let home = Workspace(inside: workspace, try workspace.folder("backlog"))
        defer { home.remove() }
        let inbox = try home.folder("inbox")
        for file in 0..<Self.files {
            try DocumentWriter.write("\(inbox)/\(file).xml", records: Self.recordsAFile)
        }
        try writeText(BenchInput.source + "folder: inbox\nready: rename\n", home.file("press.yaml"))
        try writeText(
            """
            state: state
            broker: { host: 127.0.0.1, port: \(broker.port), tls: none, clientId: bench, topic: "\(DeliveryBenchmark.topic)" }
            header: v1
            sender: { id: BENCH-1, type: prinect, connectionDeviceId: bench }
            presses: [ press.yaml ]

            """, home.file("host.yaml"))
        sync()
        let usage = try ChildProcess.run(
            [options.host, "run", "--once", "--config", home.file("host.yaml")], errors: workspace.log)
        let last = "\(Self.files - 1).xml"
        guard access("\(inbox)/done/\(last)", F_OK) == 0 else { throw BenchError("\(last) is not in done/") }
        return Double(Self.files) / usage.seconds
    }
}
