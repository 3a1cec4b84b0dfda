public import AdapterAPI
import HotFolder
import PrintDocuments

/// Print documents in XML from a folder: `adapter: prinect`.
public struct PrinectAdapter: DocumentAdapter {
    public static let kind = "prinect"

    private let folder: HotFolderSettings
    private let reader: PrintDocumentReader

    public init(_ configuration: inout ConfigurationReader) {
        folder = HotFolderSettings(&configuration)
        reader = PrintDocumentReader(options: PrintDocumentOptions(&configuration))
    }

    public static func recognises(name: String, head: [UInt8]) -> Bool {
        PrintDocumentReader.recognises(name: name, head: head)
    }

    public func run(_ context: AdapterContext) async throws {
        try await HotFolder(folder).run(context, adapter: self)
    }

    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        try await reader.read(document, to: sink)
    }
}
