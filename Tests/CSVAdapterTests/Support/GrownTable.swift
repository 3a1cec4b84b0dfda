import AdapterAPI
import Foundation
import HotFolder

@testable import CSVAdapter

/// Reads a table while it grows by pieces, as a tail does, a reading for each piece or one for all.
struct GrownTable {
    var rows: [ReadTable.Row] = []

    /// `cuts` are the sizes at which it is read; at last it is read whole, as one that will not grow any more.
    init(_ bytes: [UInt8], cuts: [Int], _ options: CSVOptions) throws {
        let path = FileManager.default.temporaryDirectory.path + "/grown-\(UUID().uuidString).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        var position: TailPosition?
        var reading: CSVTailReading?
        let file = try newFile(path)
        let document = try Document(path: path)
        for (index, size) in (cuts.sorted().filter { $0 < bytes.count } + [bytes.count]).enumerated() {
            try file.write(contentsOf: bytes[Int(try file.offset())..<size])
            if index % 2 == 0 || reading == nil {
                reading = CSVTailReading(document, options, at: position, clock: Self.clock, pieceSize: 40)
            }
            while let batch = try reading?.fill(isFinal: size == bytes.count) {
                position = batch.position
                rows += ReadTable.rows(of: batch.records)
            }
        }
    }

    private static let clock = AdapterClock(now: { (1_000_000_000, 0) }, sleep: { _ in })
}

private func newFile(_ path: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    return try FileHandle(forWritingTo: URL(filePath: path))
}
