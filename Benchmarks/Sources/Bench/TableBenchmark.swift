import Glibc

/// A table to events, against Miller turning it into JSON; both as whole processes on the same core.
struct TableBenchmark {
    private static let allowed = 64_000_000
    private static let source = """
        id: bench
        adapter: csv
        eventType: bench.row
        zone: Europe/Berlin
        unknownAsset: useKey
        asset: { type: SheetfedPress }
        columns:
          Machine:   { as: asset }
          Start:     { as: time, format: "yyyy-MM-dd HH:mm:ss" }
          Operation: { as: subtype }

        """

    private let rows: Int
    private let limit: [String]
    private let ours: [String]
    private let log: String

    /// Writes the table. nil when Miller is not there, which is said.
    init?(options: Options, workspace: Workspace) throws {
        guard (try? ChildProcess.run(["mlr", "--version"], errors: workspace.log)) != nil else {
            note("bench: no mlr, so CSV is not measured: scripts/install-packages --bench, or apt-get install miller")
            return nil
        }
        rows = options.rows
        let press = workspace.file("table.yaml")
        try writeText(Self.source, press)
        let table = workspace.file("table.csv")
        let bytes = try DocumentWriter.write(table: table, rows: rows)
        note("bench: \(rows) rows in \(bytes / 1_000_000) MB of CSV")
        let pinned = ["taskset", "--cpu-list", "\(try ConversionBenchmark.core())"]
        limit = pinned + ["mlr", "--icsv", "--ojsonl", "cat", table]
        ours = pinned + [options.host, "convert", "--press", press, table]
        log = workspace.log
    }

    func round() throws -> Comparison {
        let limit = try ChildProcess.run(limit, errors: log)
        let ours = try ChildProcess.run(ours, errors: log)
        return Comparison(ours: Double(rows) / ours.seconds, limit: Double(rows) / limit.seconds)
    }

    /// The largest resident set of a conversion.
    func memoryRow() throws -> Report.Row {
        .memory("\(rows) rows of CSV", try ChildProcess.run(ours, errors: log).peakBytes, allowed: Self.allowed)
    }
}
