import Glibc

/// The largest resident set while one very large document is converted.
struct MemoryBenchmark {
    private static let allowed = 64_000_000

    private let options: Options
    private let workspace: Workspace
    private let input: BenchInput

    init(options: Options, workspace: Workspace, input: BenchInput) {
        self.options = options
        self.workspace = workspace
        self.input = input
    }

    func row() throws -> Report.Row {
        let document = workspace.file("large.xml")
        note("bench: writing a document of \(options.memoryGigabytes) GB, and converting it")
        defer { unlink(document) }
        try DocumentWriter.write(document, bytes: options.memoryGigabytes * 1_000_000_000)
        let usage = try ChildProcess.run(
            [options.host, "convert", "--press", input.press, document], errors: workspace.log)
        return .memory("\(options.memoryGigabytes) GB of XML", usage.peakBytes, allowed: Self.allowed)
    }
}
