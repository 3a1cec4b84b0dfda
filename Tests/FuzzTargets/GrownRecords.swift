import AdapterAPI
import HotFolder

/// What an adapter makes of a document that grows.
struct GrownRecords: Equatable {
    private var identities: [ContentHash] = []
    private var payloads: [[UInt8]] = []
    private var lines: [Int] = []
    private var hasFault = false

    /// Reads the input as it grows to these sizes and at last to its whole.
    private init?(_ input: [UInt8], sizes: [Int], _ adapter: some GrowingFileAdapter) {
        guard let (document, descriptor) = InputDocument.growing() else { return nil }
        let clock = AdapterClock(now: { (1_000_000_000, 0) }, sleep: { _ in })
        var position: TailPosition?
        var written = 0
        for size in sizes + [input.count] where size >= written {
            descriptor.write(input[written..<size], at: written)
            written = size
            let reading = adapter.reading(of: document, at: position, clock: clock)
            do {
                while let batch = try reading.fill(isFinal: size == input.count) {
                    position = batch.position
                    append(batch.records)
                }
            } catch {
                hasFault = true
                return
            }
        }
    }

    private mutating func append(_ batch: RecordBatch) {
        for record in batch.records {
            identities.append(record.identity)
            payloads.append(Array(batch.bytes[record.payloadStart..<record.payloadEnd]))
            lines.append(record.origin.line)
        }
    }

    /// Wherever the input is cut, the same rows come under the same ids.
    static func findings(_ input: [UInt8], _ adapter: some GrowingFileAdapter) -> [String] {
        guard let whole = GrownRecords(input, sizes: [], adapter), !whole.hasFault, !input.isEmpty else { return [] }
        let hash = input.withUnsafeBytes { ContentHash(of: $0) }
        let sizes = [hash.high, hash.low, hash.high >> 32].map { Int($0 % UInt64(input.count)) }.sorted()
        guard let cut = GrownRecords(input, sizes: sizes, adapter) else { return [] }
        return cut == whole ? [] : ["growing to \(sizes) gives others: \(whole) and \(cut)"]
    }
}
