import AdapterAPI
import TestServers

@testable import Pipeline

/// A source with so many records, which it sends in batches of any size and takes up again where its checkpoint says.
struct ModelSource: Sendable {
    static let assets = AssetTable(
        entries: [.init(key: "known", asset: Asset(id: "A", type: "SheetfedPress", serial: "1"))], fallback: nil,
        unknown: .deadLetter)

    let id: String
    let records: Int
    let hasPoison: Bool
    let seed: UInt64

    func run(_ sink: SpoolSink, from checkpoint: [UInt8]?) async throws {
        var random = Seeded(seed)
        var next = checkpoint.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        while next < records {
            var batch = RecordBatch(document: id)
            let end = min(records, next + Int.random(in: 1...12, using: &random))
            while next < end {
                Record.append(next, of: id, hasPoison: hasPoison, to: &batch)
                next += 1
            }
            try await sink.send(batch, checkpoint: Checkpoint("\(next)"))
            if Int.random(in: 0..<4, using: &random) == 0 { try await sink.flush() }
        }
        try await sink.flush()
    }
}
