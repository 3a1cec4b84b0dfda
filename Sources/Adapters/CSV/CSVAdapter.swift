public import AdapterAPI
public import HotFolder

/// Reads tables of separated values, whole files or files that grow: one event a row.
public struct CSVAdapter: DocumentAdapter {
    public static let kind = "csv"

    private let folder: HotFolderSettings
    private let mode: ReadingMode
    private let options: CSVOptions

    public init(_ configuration: inout ConfigurationReader) throws {
        folder = HotFolderSettings(&configuration)
        mode = ReadingMode(&configuration)
        options = CSVOptions(&configuration)
    }

    /// Tables have no mark of their own, so the name decides.
    public static func recognises(name: String, head: [UInt8]) -> Bool {
        let name = name.lowercased()
        return [".csv", ".tsv", ".txt", ".acl"].contains { name.hasSuffix($0) }
    }

    public func run(_ context: AdapterContext) async throws {
        switch mode {
        case .files: try await HotFolder(folder).run(context, adapter: self)
        case .tail(let lastLineAfter):
            try await TailFolder(folder, lastLineAfter: lastLineAfter).run(context, adapter: self)
        }
    }

    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        let reading = try CSVReading(
            document, options, recordsToSkip: sink.recordsToSkip, explains: sink.wantsExplanations)
        while true {
            let progress = try reading.fill()
            if !reading.batch.isEmpty {
                try await sink.send(reading.batch, recordsTaken: reading.recordsTaken)
                reading.emptyBatch()
            }
            switch progress {
            case .more: try Task.checkCancellation()
            case .end: return
            case .fault(let fault): throw fault
            }
        }
    }
}

extension CSVAdapter: GrowingFileAdapter {
    public func reading(
        of document: Document, at position: TailPosition?, clock: AdapterClock
    ) -> any GrowingReading {
        CSVTailReading(document, options, at: position, clock: clock)
    }
}
