import AdapterAPI
import CSVAdapter
import Foundation
import PrinectAdapter
import Synchronization

/// What the adapters that read documents make of a folder of them.
struct Conversion {
    struct Record {
        var kind: RecordKind
        var asset: String?
        var time: String
        var payload: [String: Any]
        var refusal: String?
    }

    var records: [Record] = []
    var counts: [String: Int] = [:]
    /// Files that could not be read to their end.
    var faults: [String] = []

    /// Reads all files of a folder, by name.
    init(folder: String, with adapter: any DocumentAdapter) async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        for name in names {
            let sink = Sink()
            do {
                try await adapter.read(try Document(path: folder + "/" + name), to: sink)
            } catch {
                faults.append("\(name): \(error)")
            }
            let batches = sink.batches.withLock { $0 }
            for batch in batches {
                counts.merge(batch.counts) { $0 + $1 }
                for record in batch.records {
                    let bytes = Data(batch.bytes[record.payloadStart..<record.payloadEnd])
                    records.append(
                        Record(
                            kind: batch.kinds[record.kind], asset: record.assetKey.map { batch.assetKeys[$0] },
                            time: record.time.text,
                            payload: try JSONSerialization.jsonObject(with: bytes) as? [String: Any] ?? [:],
                            refusal: record.refusal.map { batch.refusals[$0] }))
                }
            }
        }
    }

    private final class Sink: DocumentSink {
        let batches = Mutex<[RecordBatch]>([])
        var recordsToSkip: Int { 0 }
        var wantsExplanations: Bool { false }
        func send(_ batch: RecordBatch, recordsTaken: Int) async throws { batches.withLock { $0.append(batch) } }
    }

    static func prinect() -> PrinectAdapter {
        var reader = ConfigurationReader.describing(ConfigurationReport())
        return PrinectAdapter(&reader)
    }

    static func csv() throws -> CSVAdapter {
        let mark = ConfigurationNode.Mark(file: "bde.yaml", line: 1, column: 1)
        func node(_ content: ConfigurationNode.Content) -> ConfigurationNode { ConfigurationNode(content, mark: mark) }
        func mapping(_ pairs: [(String, ConfigurationNode)]) -> ConfigurationNode {
            node(.mapping(pairs.map { ConfigurationNode.Entry(key: $0.0, keyMark: mark, value: $0.1) }))
        }
        func text(_ text: String) -> ConfigurationNode { node(.scalar(text, isQuoted: true)) }
        let columns = mapping([
            ("Maschine", mapping([("as", text("asset"))])),
            ("Beginn", mapping([("as", text("time")), ("format", text("dd.MM.yyyy HH:mm:ss"))])),
            ("Arbeitsgang", mapping([("as", text("subtype"))])),
        ])
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            mapping([
                ("delimiter", text(";")), ("encoding", text("windows-1252")), ("eventType", text("bde.record")),
                ("zone", text("Europe/Berlin")), ("columns", columns),
            ]), folder: "", purpose: .convert, report: report)
        let adapter = try CSVAdapter(&reader)
        if let fault = report.faults.first { throw fault }
        return adapter
    }
}
