import AdapterAPI
import CSVAdapter

/// Reads a table, as a whole and while it grows; its first byte chooses how, and a second one if its highest bit is set, so
/// that the others are what a file holds.
enum CSVTarget {
    static func findings(_ input: [UInt8]) async -> [String] {
        guard let first = input.first else { return [] }
        let isLong = first & 128 != 0 && input.count > 1
        guard let adapter = adapter(first, isLong ? input[1] : 0) else { return [] }
        let table = Array(input.dropFirst(isLong ? 2 : 1))
        let findings = await DocumentRecords.findings(table) { try await adapter.read($0, to: $1) }
        return findings + GrownRecords.findings(table, adapter)
    }

    private static let mark = ConfigurationNode.Mark(file: "fuzz.yaml", line: 1, column: 1)

    private static func entry(_ key: String, _ content: ConfigurationNode.Content) -> ConfigurationNode.Entry {
        ConfigurationNode.Entry(key: key, keyMark: mark, value: ConfigurationNode(content, mark: mark))
    }

    private static func entries(_ values: [String: String]) -> [ConfigurationNode.Entry] {
        values.map { entry($0.key, .scalar($0.value, isQuoted: true)) }
    }

    private static func mapping(_ values: [(String, [String: String])]) -> ConfigurationNode.Content {
        .mapping(values.map { entry($0.0, .mapping(entries($0.1))) })
    }

    private static func adapter(_ choice: UInt8, _ more: UInt8) -> CSVAdapter? {
        func has(_ bit: UInt8) -> Bool { more & bit != 0 }
        let narrow = ["utf-8", "iso-8859-1", "windows-1252", "utf-8"][Int(choice >> 2 & 3)]
        var values = [
            "eventType": "fuzz.row", "zone": "Europe/Berlin",
            "delimiter": [",", "semicolon", "tab", "pipe"][Int(choice & 3)],
            "encoding": [narrow, "utf-16", "utf-16le", "utf-16be"][Int(more & 3)],
            "keepEmpty": choice & 16 == 0 ? "false" : "true", "maxRowSize": choice & 32 == 0 ? "1MiB" : "100B",
        ]
        let time = choice & 64 == 0 ? ["as": "time"] : ["as": "time", "format": "dd.MM.yyyy HH:mm:ss"]
        var columns = [("device", ["as": "asset"]), ("time", time), ("kind", ["as": "subtype"])]
        var fields: [(String, [String: String])] = []
        if has(4) {
            values.merge(["decimal": ",", "thousands": has(8) ? "space" : "."]) { $1 }
            columns += [
                ("n", ["type": "number", "unit": "%", "name": "a.b.n"]),
                ("i", ["type": "integer", "onBadValue": "omit"]),
                ("t", ["type": "time", "format": "d.M.yy h:mm a"]), ("o", ["type": "boolean", "name": "a.o"]),
                ("d", ["type": "duration", "format": "d H:mm:ss.SSS", "onBadValue": "keepText", "name": "a.b.d"]),
                ("h", ["type": "duration", "format": "hours", "drop": has(16) ? "true" : "false"]),
            ]
            columns = columns.map { ($0.0, $0.1.merging(["optional": "true"]) { $1 }) }
        }
        if has(16) {
            values.merge(["emptyWords": "-", "stripUnits": "true", "ignoreRows": "sum*"]) { $1 }
        }
        if has(32) { values.merge(["headerAt": "*device*", "skipLines": "1"]) { $1 } }
        if has(64) {
            fields = [("a.c", ["value": "{device} {kind}"]), ("c", ["value": "1", "type": "integer"])]
            columns[0].1["as"] = "value"
            values["assetFrom"] = "{device}-{kind}"
        }
        var all = entries(values) + [entry("columns", mapping(columns)), entry("fields", mapping(fields))]
        if has(128), !has(32) {
            let names = ["device", "time", "kind", "n"].map {
                ConfigurationNode(.scalar($0, isQuoted: true), mark: mark)
            }
            all.append(entry("names", .list(names)))
        }
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            ConfigurationNode(.mapping(all), mark: mark), folder: "", purpose: .convert, report: report)
        guard let adapter = try? CSVAdapter(&reader) else { return nil }
        precondition(report.faults.isEmpty, "the fuzzer's own options: \(report.faults)")
        return adapter
    }
}
