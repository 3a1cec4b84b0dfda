/// XML to events, against a parser whose callbacks do nothing; both as whole processes on the same core.
struct ConversionBenchmark {
    private let documentBytes: Int
    private let limit: [String]
    private let ours: [String]
    private let log: String

    /// - Parameter bytes: the document's length.
    init(options: Options, workspace: Workspace, press: String, document: String, bytes: Int) throws {
        let pinned = ["taskset", "--cpu-list", "\(try Self.core())"]
        limit = pinned + ["\(workspace.programs)/empty-parse", document]
        ours = pinned + [options.host, "convert", "--press", press, document]
        documentBytes = bytes
        log = workspace.log
    }

    func round() throws -> Comparison {
        let limit = try ChildProcess.run(limit, errors: log)
        let ours = try ChildProcess.run(ours, errors: log)
        let megabytes = Double(documentBytes) / 1e6
        return Comparison(ours: megabytes / ours.seconds, limit: megabytes / limit.seconds)
    }

    /// The first core that this process may use.
    static func core() throws -> Int {
        // Such as "Cpus_allowed_list:\t0-3,8".
        let list = try readText("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list") }
        return list?.split { !("0"..."9").contains($0) }.first.flatMap { Int($0) } ?? 0
    }
}
