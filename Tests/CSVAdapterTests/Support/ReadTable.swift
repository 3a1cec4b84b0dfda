import AdapterAPI
import Foundation
import Synchronization

@testable import CSVAdapter

/// Reads a table through the adapter's own reading and keeps what came of it.
struct ReadTable {
    struct Row: Equatable {
        var payload: String
        var subtype: String
        var asset: String?
        var time: String
        var identity: ContentHash
        var line: Int
        var refusal: String?
    }

    var rows: [Row] = []
    var fault: DocumentFault?
    var counts: [String: Int] = [:]
    var recordsTaken = 0
    /// What `--explain` says of the columns.
    var remarks: [String] = []

    /// `options` are press file keys, and columns as name to options.
    init(
        _ bytes: [UInt8], _ options: [String: String] = [:], columns: [String: [String: String]] = [:],
        skip: Int = 0, pieceSize: Int = RowBuffer.pieceSize
    ) throws {
        let report = ConfigurationReport()
        let options = Self.options(options, columns, report)
        if let fault = report.faults.first { throw fault }
        try self.init(bytes, with: options, skip: skip, pieceSize: pieceSize)
    }

    init(
        _ bytes: [UInt8], with options: CSVOptions, explains: Bool = false, skip: Int = 0,
        pieceSize: Int = RowBuffer.pieceSize
    ) throws {
        let path = FileManager.default.temporaryDirectory.path + "/table-\(UUID().uuidString).csv"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)], ofItemAtPath: path)
        let document = try Document(path: path)
        let reading = try CSVReading(
            document, options, recordsToSkip: skip, explains: explains, pieceSize: pieceSize)
        loop: while true {
            let progress = try reading.fill()
            take(reading.batch)
            recordsTaken = reading.recordsTaken
            reading.emptyBatch()
            switch progress {
            case .more: continue
            case .end: break loop
            case .fault(let fault):
                self.fault = fault
                break loop
            }
        }
    }

    init(
        _ text: String, _ options: [String: String] = [:], columns: [String: [String: String]] = [:], skip: Int = 0,
        pieceSize: Int = RowBuffer.pieceSize
    ) throws {
        try self.init(Array(text.utf8), options, columns: columns, skip: skip, pieceSize: pieceSize)
    }

    var payloads: [String] { rows.map(\.payload) }

    private mutating func take(_ batch: RecordBatch) {
        rows += Self.rows(of: batch)
        counts.merge(batch.counts) { $0 + $1 }
        remarks += batch.remarks.map(\.words)
    }

    static func rows(of batch: RecordBatch) -> [Row] {
        batch.records.map { record in
            Row(
                payload: String(decoding: batch.bytes[record.payloadStart..<record.payloadEnd], as: UTF8.self),
                subtype: batch.kinds[record.kind].eventSubtype, asset: record.assetKey.map { batch.assetKeys[$0] },
                time: record.time.text, identity: record.identity, line: record.origin.line,
                refusal: record.refusal.map { batch.refusals[$0] })
        }
    }

    static func options(
        _ values: [String: String], _ columns: [String: [String: String]], _ report: ConfigurationReport
    ) -> CSVOptions {
        var reader = reader(values, columns, report)
        let options = CSVOptions(&reader)
        reader.finish()
        return options
    }

    /// A reader of these press file keys.
    static func reader(
        _ values: [String: String], _ columns: [String: [String: String]], _ report: ConfigurationReport
    ) -> ConfigurationReader {
        func scalars(_ values: [String: String]) -> [ConfigurationNode.Entry] {
            values.map { entry($0.key, .scalar($0.value, isQuoted: true)) }
        }
        var entries = scalars(["eventType": "test.row", "zone": "Europe/Berlin"].merging(values) { $1 })
        entries.append(entry("columns", .mapping(columns.map { entry($0.key, .mapping(scalars($0.value))) })))
        return ConfigurationReader(
            ConfigurationNode(.mapping(entries), mark: mark), folder: "", purpose: .convert, report: report)
    }

    private static let mark = ConfigurationNode.Mark(file: "test.yaml", line: 1, column: 1)

    private static func entry(_ key: String, _ content: ConfigurationNode.Content) -> ConfigurationNode.Entry {
        ConfigurationNode.Entry(key: key, keyMark: mark, value: ConfigurationNode(content, mark: mark))
    }
}
