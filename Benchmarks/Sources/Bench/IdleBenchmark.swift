import Glibc

/// What a host takes while nothing happens: a hundred folders are watched, the broker is connected.
struct IdleBenchmark {
    private static let sources = 100
    /// Seconds: until what a start takes is over, and what is measured.
    private static let settling = 5.0
    private static let span = 20.0
    /// Share of one core.
    private static let processorAllowed = 0.01
    private static let memoryAllowed = 60_000_000

    let options: Options
    let workspace: Workspace

    func rows() throws -> [Report.Row] {
        note("bench: idle with \(Self.sources) sources, for \(Int(Self.settling + Self.span)) s")
        let home = Workspace(inside: workspace, try workspace.folder("idle"))
        defer { home.remove() }
        let broker = try AnsweringBroker()
        var presses: [String: String] = [:]
        for number in 1...Self.sources {
            _ = try home.folder("inbox-\(number)")
            let source = BenchInput.source.split(separator: "\n").dropFirst().joined(separator: "\n")
            presses["\(number).press.yaml"] = "id: bench-\(number)\n\(source)\nfolder: inbox-\(number)\n"
        }
        let host = try RunningHost(options, home: home, broker: broker, presses: presses, log: workspace.log)
        try idle(broker, Self.settling)
        let before = try host.processorSeconds()
        let begin = ChildProcess.now()
        try idle(broker, Self.span)
        let share = (try host.processorSeconds() - before) / (ChildProcess.now() - begin)
        let memory = try host.residentBytes()
        try host.stop()
        return [
            Report.Row(
                what: "idle, \(Self.sources) sources, of one core", ours: "\(decimals(share * 100)) %", limit: "–",
                ratio: "–", required: "≤ \(decimals(Self.processorAllowed * 100)) %",
                passed: share <= Self.processorAllowed),
            .memory("idle, \(Self.sources) sources", memory, allowed: Self.memoryAllowed),
        ]
    }

    private func idle(_ broker: AnsweringBroker, _ seconds: Double) throws {
        if try broker.acknowledged(within: seconds) != nil { throw BenchError("an idle host published something") }
    }
}
