import Glibc

/// What all rounds read: the documents, a press file and one event as the body of the limit's messages.
struct BenchInput {
    let press: String
    /// `BENCH_RECORDS` records, to be converted.
    let document: String
    let documentBytes: Int
    /// A JDF of the same size.
    let jobTicket: String
    let jobTicketBytes: Int
    /// `Options.published` records, to be published.
    let feed: String
    /// One event as it is published.
    let body: String
    let bodyBytes: Int

    static let source = """
        id: bench
        adapter: prinect
        unknownAsset: useKey
        asset: { id: bench, type: SheetfedPress }

        """

    init(options: Options, workspace: Workspace) throws {
        press = workspace.file("press.yaml")
        try writeText(Self.source, press)
        document = workspace.file("document.xml")
        documentBytes = try DocumentWriter.write(document, records: options.records)
        jobTicket = workspace.file("ticket.jdf")
        jobTicketBytes = try DocumentWriter.writeJobTicket(jobTicket, bytes: documentBytes)
        feed = workspace.file("feed.xml")
        try DocumentWriter.write(feed, records: options.published)
        sync()

        body = workspace.file("body.json")
        let sample = workspace.file("sample.xml")
        try DocumentWriter.write(sample, records: 1_000)
        let events = workspace.file("sample.jsonl")
        _ = try ChildProcess.run(
            [options.host, "convert", "--press", press, sample], output: events, errors: workspace.log)
        let lines = try readText(events).split(separator: "\n")
        guard lines.count == 1_000 else { throw BenchError("1000 records gave \(lines.count) events") }
        try writeText(String(lines[500]), body)
        bodyBytes = lines[500].utf8.count
        note("bench: \(options.records) records in \(documentBytes / 1_000_000) MB, \(bodyBytes) bytes an event")
    }
}
