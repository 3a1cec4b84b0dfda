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
        return Report.Row(
            what: "resident memory, \(options.memoryGigabytes) GB of XML",
            ours: "\(megabytes(usage.peakBytes)) MB", limit: "–", ratio: "–",
            required: "≤ \(megabytes(Self.allowed)) MB", passed: usage.peakBytes <= Self.allowed)
    }

    private func megabytes(_ bytes: Int) -> Int {
        (bytes + 999_999) / 1_000_000
    }
}
