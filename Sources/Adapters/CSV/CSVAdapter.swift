public import AdapterAPI
import HotFolder

/// Reads tables of separated values from a hot folder: one event a row.
public struct CSVAdapter: DocumentAdapter {
    public static let kind = "csv"

    private let folder: HotFolderSettings
    private let options: CSVOptions

    public init(_ configuration: inout ConfigurationReader) throws {
        folder = HotFolderSettings(&configuration)
        options = CSVOptions(&configuration)
    }

    /// Tables have no mark of their own, so the name decides.
    public static func recognises(name: String, head: [UInt8]) -> Bool {
        let name = name.lowercased()
        return name.hasSuffix(".csv") || name.hasSuffix(".tsv") || name.hasSuffix(".txt")
    }

    public func run(_ context: AdapterContext) async throws {
        try await HotFolder(folder).run(context, adapter: self)
    }

    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        let reading = try CSVReading(document, options, recordsToSkip: sink.recordsToSkip)
        while true {
            let progress = try reading.fill()
            if !reading.batch.isEmpty {
                try await sink.send(reading.batch, recordsTaken: reading.row)
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
