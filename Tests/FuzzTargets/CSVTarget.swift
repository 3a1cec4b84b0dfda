import AdapterAPI
import CSVAdapter

/// Reads a table; its first byte chooses how, so that the others are what a file holds.
enum CSVTarget {
    static func findings(_ input: [UInt8]) async -> [String] {
        guard let first = input.first, let adapter = adapter(first) else { return [] }
        return await DocumentRecords.findings(Array(input.dropFirst())) { try await adapter.read($0, to: $1) }
    }

    private static let mark = ConfigurationNode.Mark(file: "fuzz.yaml", line: 1, column: 1)

    private static func adapter(_ choice: UInt8) -> CSVAdapter? {
        func entry(_ key: String, _ content: ConfigurationNode.Content) -> ConfigurationNode.Entry {
            ConfigurationNode.Entry(key: key, keyMark: mark, value: ConfigurationNode(content, mark: mark))
        }
        let delimiter = [",", "semicolon", "tab", "pipe"][Int(choice & 3)]
        let encoding = ["utf-8", "iso-8859-1", "windows-1252", "utf-8"][Int(choice >> 2 & 3)]
        let values = [
            "eventType": "fuzz.row", "zone": "Europe/Berlin", "delimiter": delimiter, "encoding": encoding,
            "keepEmpty": choice & 16 == 0 ? "false" : "true", "maxRowSize": choice & 32 == 0 ? "1MiB" : "100B",
        ]
        var entries = values.map { entry($0.key, .scalar($0.value, isQuoted: true)) }
        let time = choice & 64 == 0 ? ["as": "time"] : ["as": "time", "format": "dd.MM.yyyy HH:mm:ss"]
        let columns = [("device", ["as": "asset"]), ("time", time), ("kind", ["as": "subtype"])]
        entries.append(
            entry(
                "columns",
                .mapping(
                    columns.map { name, options in
                        entry(name, .mapping(options.map { entry($0.key, .scalar($0.value, isQuoted: true)) }))
                    })))
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            ConfigurationNode(.mapping(entries), mark: mark), folder: "", purpose: .convert, report: report)
        guard let adapter = try? CSVAdapter(&reader) else { return nil }
        precondition(report.faults.isEmpty, "the fuzzer's own options: \(report.faults)")
        return adapter
    }
}
