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
        let waiting = try waitingRows(options, workspace)
        if options.measuresWaitingOnly { return finish(waiting) }
        let input = try BenchInput(options: options, workspace: workspace)
        let records = try ConversionBenchmark(
            options: options, workspace: workspace, press: input.press, document: input.document,
            bytes: input.documentBytes)
        let jobTicket = try ConversionBenchmark(
            options: options, workspace: workspace, press: input.press, document: input.jobTicket,
            bytes: input.jobTicketBytes)
        let delivery = try DeliveryBenchmark(options: options, workspace: workspace, input: input)
        defer { delivery.broker.stop() }
        let paho = PahoBenchmark(options: options, workspace: workspace, input: input, broker: delivery.broker)
        let table = try TableBenchmark(options: options, workspace: workspace)

        var conversions = [Comparison]()
        var jobTickets = [Comparison]()
        var deliveries = [Comparison]()
        var pahos = [Comparison]()
        var tables = [Comparison]()
        for round in 1...options.rounds {
            conversions.append(try records.round())
            jobTickets.append(try jobTicket.round())
            deliveries.append(try delivery.round())
            if let table { tables.append(try table.round()) }
            if let paho { pahos.append(Comparison(ours: deliveries[round - 1].ours, limit: try paho.speed())) }
            let ratios = [conversions, jobTickets, deliveries].map { decimals($0[round - 1].ratio) }
            let csv = tables.last.map { ", CSV → events \(decimals($0.ratio))" } ?? ""
            let python = pahos.last.map { ", to paho \(decimals($0.ratio))" } ?? ""
            note(
                "round \(round) of \(options.rounds): records → events \(ratios[0]), JDF → events \(ratios[1]), "
                    + "file → PUBACK \(ratios[2])\(python)\(csv)")
        }
        let folder = FolderBenchmark(options: options, workspace: workspace, broker: delivery.broker)
        var rows: [Report.Row] = [
            .speed("PDA records → events, one core", "MB/s", conversions, required: 0.60),
            .speed("JDF → events, one core", "MB/s", jobTickets, required: 0.50),
            .speed("file → spool → PUBACK", "events/s", deliveries, required: 0.60),
            try folder.row(),
            try MemoryBenchmark(options: options, workspace: workspace, input: input).row(),
        ]
        if paho != nil {
            rows.append(.speed("the same, to the python paho client", "events/s", pahos, required: 2))
        }
        if let table {
            rows.append(.speed("CSV → events, one core, to Miller", "rows/s", tables, required: 4))
            rows.append(try table.memoryRow())
        }
        return finish(rows + waiting)
    }

    /// What does not need the machine for itself.
    private static func waitingRows(_ options: Options, _ workspace: Workspace) throws -> [Report.Row] {
        let latency = LatencyBenchmark(options: options, workspace: workspace)
        return [try latency.startRow(), try latency.folderRow()]
            + (try IdleBenchmark(options: options, workspace: workspace).rows())
    }

    private static func finish(_ rows: [Report.Row]) -> Bool {
        let report = Report(rows: rows)
        print(report.text)
        return report.passed
    }

    private static var environment: (String) -> String? {
        { name in getenv(name).map { String(cString: $0) } }
    }
}
