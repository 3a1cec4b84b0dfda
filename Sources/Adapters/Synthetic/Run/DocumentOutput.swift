import AdapterAPI
import Logging

/// Makes documents of events, and has them written or posted; then the checkpoint is stored. A round that was cut short
/// is done again, with the same documents: who takes them must see which it has already.
final class DocumentOutput: SyntheticOutput {
    /// Where documents go.
    protocol Target: AnyObject {
        /// What the numbers of the status are called: "Written".
        var verb: String { get }

        /// Delivers documents in their order; returns how many were refused for good.
        func deliver(_ documents: [SyntheticDocument]) async throws -> Int
    }

    private let writer: DocumentWriter
    private let target: any Target
    private let context: AdapterContext
    private var documents: [SyntheticDocument] = []
    private var size = 0
    private var records = 0

    /// Documents and bytes of a round.
    private static let mostDocuments = 256
    private static let mostBytes = 4 << 20

    init(_ writer: DocumentWriter, to target: any Target, _ context: AdapterContext) {
        self.writer = writer
        self.target = target
        self.context = context
    }

    var isFull: Bool { documents.count >= Self.mostDocuments || size >= Self.mostBytes }

    func add(_ events: [SyntheticEvent], press: Int, ordinal: Int, due: Int64) {
        let document = writer.document(events, press: press, ordinal: ordinal, due: due)
        documents.append(document)
        size += document.bytes.count
        records += document.records
    }

    func addReference(_ counter: Int, due: Int64) {}

    func deliver(_ state: inout SyntheticState) async throws {
        let refused = try await target.deliver(documents)
        state.documents += documents.count
        state.records += records
        state.refused += refused
        documents.removeAll(keepingCapacity: true)
        size = 0
        records = 0
        try await context.sink.send(RecordBatch(), checkpoint: state.checkpoint)
        try await context.sink.flush()
        report(state)
    }

    private func report(_ state: SyntheticState) {
        var gauges = ["documents\(target.verb)": state.documents, "records\(target.verb)": state.records]
        if state.refused > 0 { gauges["documentsRefused"] = state.refused }
        context.report(SourceReport(gauges: gauges))
    }
}
