import Glibc

/// How quickly a host is there, and how quickly a document that appears in its folder is acknowledged.
struct LatencyBenchmark {
    private static let starts = 7
    private static let documents = 500
    /// Seconds.
    private static let startRequired = 0.300
    private static let folderRequired = 0.100

    let options: Options
    let workspace: Workspace

    /// From the start of the process to the PUBACK of what lies in the folder, the middle of several.
    func startRow() throws -> Report.Row {
        note("bench: start to first publish, \(Self.starts) times")
        let seconds = median(try (1...Self.starts).map { _ in try start() })
        return row("start → first PUBACK", seconds, Self.startRequired)
    }

    /// From the rename into the folder to the PUBACK, one document after the other, the 99th of a hundred.
    func folderRow() throws -> Report.Row {
        note("bench: renamed into the folder to PUBACK, \(Self.documents) documents")
        let (home, broker) = (try makeHome(), try AnsweringBroker())
        defer { home.remove() }
        try put(home, 0)
        let host = try run(home, broker)
        _ = try acknowledged(broker)
        let times = try (1...Self.documents).map { number in
            // So that it is found idle, as it is when a press writes.
            usleep(20_000)
            let begin = try put(home, number)
            return try acknowledged(broker) - begin
        }.sorted()
        try host.stop()
        let late = times[times.count * 99 / 100 - 1]
        note("bench: half of them within \(Self.milliseconds(times[times.count / 2]))")
        return row("renamed into the folder → PUBACK, p99", late, Self.folderRequired)
    }

    private func start() throws -> Double {
        let (home, broker) = (try makeHome(), try AnsweringBroker())
        defer { home.remove() }
        try put(home, 0)
        let begin = ChildProcess.now()
        let host = try run(home, broker)
        let end = try acknowledged(broker)
        try host.stop()
        return end - begin
    }

    private func makeHome() throws -> Workspace {
        let home = Workspace(inside: workspace, try workspace.folder("latency"))
        _ = try home.folder("inbox")
        return home
    }

    private func run(_ home: Workspace, _ broker: AnsweringBroker) throws -> RunningHost {
        let press = BenchInput.source + "folder: inbox\nready: rename\n"
        return try RunningHost(
            options, home: home, broker: broker, presses: ["a.press.yaml": press], log: workspace.log)
    }

    /// Puts a document of one record into the folder; returns the moment of the rename.
    @discardableResult
    private func put(_ home: Workspace, _ number: Int) throws -> Double {
        let (hidden, visible) = (home.file("inbox/.\(number)"), home.file("inbox/\(number).xml"))
        try DocumentWriter.write(hidden, records: 1)
        let begin = ChildProcess.now()
        guard rename(hidden, visible) == 0 else { throw BenchError.system(visible) }
        return begin
    }

    private func acknowledged(_ broker: AnsweringBroker) throws -> Double {
        guard let moment = try broker.acknowledged(within: 20) else {
            throw BenchError("nothing was published\n\((try? readText(workspace.log).suffix(2_000)) ?? "")")
        }
        return moment
    }

    private func row(_ what: String, _ seconds: Double, _ required: Double) -> Report.Row {
        Report.Row(
            what: what, ours: Self.milliseconds(seconds), limit: "–", ratio: "–",
            required: "≤ \(Self.milliseconds(required))", passed: seconds <= required)
    }

    private static func milliseconds(_ seconds: Double) -> String { "\(Int((seconds * 1_000).rounded(.up))) ms" }
}
