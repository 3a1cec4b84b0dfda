import Glibc

/// Measures the released `adapter-host` from outside, beside programs that show what the libraries below it can do.
///
/// Runs are interleaved, limit and ours in turn, because a machine drifts by more than what is looked for.
@main
struct Bench {
    static func main() {
        do {
            let options = try Options(arguments: CommandLine.arguments, environment: environment)
            Interruption.install()
            exit(try run(options) ? 0 : 1)
        } catch {
            note("bench: \(error)")
            exit(1)
        }
    }

    private static func run(_ options: Options) throws -> Bool {
        let workspace = try Workspace()
        defer { workspace.remove() }
        let input = try BenchInput(options: options, workspace: workspace)
        let conversion = try ConversionBenchmark(options: options, workspace: workspace, input: input)
        let delivery = try DeliveryBenchmark(options: options, workspace: workspace, input: input)
        defer { delivery.broker.stop() }
        let table = try TableBenchmark(options: options, workspace: workspace)

        var conversions = [Comparison]()
        var deliveries = [Comparison]()
        var tables = [Comparison]()
        for round in 1...options.rounds {
            conversions.append(try conversion.round())
            deliveries.append(try delivery.round())
            if let table { tables.append(try table.round()) }
            let conversion = decimals(conversions[round - 1].ratio)
            let delivery = decimals(deliveries[round - 1].ratio)
            let csv = tables.last.map { ", CSV → events \(decimals($0.ratio))" } ?? ""
            note("round \(round) of \(options.rounds): XML → events \(conversion), file → PUBACK \(delivery)\(csv)")
        }
        let folder = FolderBenchmark(options: options, workspace: workspace, broker: delivery.broker)
        var rows: [Report.Row] = [
            .speed("XML → events, one core", "MB/s", conversions, required: 0.50),
            .speed("file → spool → PUBACK", "events/s", deliveries, required: 0.40),
            try folder.row(),
            try MemoryBenchmark(options: options, workspace: workspace, input: input).row(),
        ]
        if let table {
            rows.append(.speed("CSV → events, one core, to Miller", "rows/s", tables, required: 4))
            rows.append(try table.memoryRow())
        }
        let report = Report(rows: rows)
        print(report.text)
        return report.passed
    }

    private static var environment: (String) -> String? {
        { name in getenv(name).map { String(cString: $0) } }
    }
}
