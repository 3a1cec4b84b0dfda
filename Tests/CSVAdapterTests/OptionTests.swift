import AdapterAPI
import Testing

@testable import CSVAdapter

@Suite("Options of tables")
struct OptionTests {
    private func faults(_ values: [String: String], _ columns: [String: [String: String]] = [:]) -> [String] {
        let report = ConfigurationReport()
        _ = ReadTable.options(values, columns, report)
        return report.faults.map(\.message)
    }

    @Test("faults name what would be right")
    func faults() {
        #expect(faults([:]).isEmpty)
        #expect(faults(["delimiter": "||"]).first?.contains("one ASCII character") == true)
        #expect(faults(["delimiter": "\""]).count == 1)
        #expect(faults(["encoding": "utf8"]).first?.contains("did you mean \"utf-8\"") == true)
        #expect(faults([:], ["a": ["as": "asset"], "b": ["as": "asset"]]).count == 1)
        #expect(faults([:], ["a": ["format": "yyyy-MM-dd"]]).first?.contains("as: time") == true)
        #expect(faults([:], ["a": ["as": "time", "format": "dd.MM.y"]]).first?.contains("\"y\"") == true)
        #expect(faults(["delimeter": ";"]).first?.contains("did you mean \"delimiter\"") == true)
    }

    @Test("faults of types, names and layouts say what is wrong")
    func moreFaults() {
        let cases: [([String: String], [String: [String: String]], String)] = [
            (["decimal": ";"], [:], "must be \".\" or \",\""),
            (["decimal": ",", "thousands": ","], [:], "must differ"),
            (["thousands": "_"], [:], "must be none"),
            (["trueWords": "ja", "falseWords": "Ja"], [:], "stands in trueWords and in falseWords"),
            (["headerAt": "a*", "names": "a"], [:], "for files with a header"),
            (["names": "Menge"], ["Mengen": ["type": "integer"]], "did you mean \"Menge\""),
            (["assetFrom": "{a"], [:], "columns in braces"),
            (["assetFrom": "{a}"], ["a": ["as": "asset"]], "exclude each other"),
            (["timeFormat": "dd.MM.yyyy"], [:], "only for \"timeFrom\""),
            (["lastLineAfter": "1h"], [:], "only for mode: tail"),
            ([:], ["a": ["type": "duration", "format": "mm:HH"]], "must become smaller"),
            ([:], ["a": ["unit": "%"]], "only for type: integer"),
            ([:], ["a": ["type": "int"]], "is not one of string, integer"),
            ([:], ["a": ["name": "x."]], "must be a key"),
            ([:], ["a": ["name": "x"], "b": ["name": "x"]], "two members would be called \"x\""),
            ([:], ["a": ["name": "x"], "b": ["name": "x.y"]], "one is in the other"),
            ([:], ["a": ["drop": "true", "name": "x"]], "has no name"),
            ([:], ["a": ["as": "time", "format": "hh:mm dd.MM.yyyy"]], "needs a (AM or PM)"),
        ]
        for (values, columns, words) in cases {
            let report = ConfigurationReport()
            var reader = ReadTable.reader(values, columns, report)
            _ = try? CSVAdapter(&reader)
            reader.finish()
            let faults = report.faults.map(\.message)
            #expect(faults.count == 1 && faults[0].contains(words), "\(values) \(columns): \(faults)")
        }
    }

    @Test("options that have no meaning for files that grow are refused")
    func tailOptions() {
        let report = ConfigurationReport()
        var reader = ReadTable.reader(
            ["mode": "tail", "done": "delete", "ready": "stable", "ignore": "*.x"], [:], report)
        _ = try? CSVAdapter(&reader)
        reader.finish()
        #expect(report.faults.count == 2, "\(report.faults)")
    }

    @Test(
        "time formats",
        arguments: [
            ("dd.MM.yyyy HH:mm:ss", "29.12.2026 23:59:58", "2026-12-29T23:59:58.000+01:00"),
            ("yyyy-MM-dd HH:mm", "2026-07-01 05:06", "2026-07-01T05:06:00.000+02:00"),
            ("MM/dd/yyyy", "02/28/2026", "2026-02-28T00:00:00.000+01:00"),
            ("d.M.yyyy H:mm", "1.2.2026 3:04", "2026-02-01T03:04:00.000+01:00"),
            ("yyyyMMdd'T'HHmmss.SSSXXX", "20260701T050607.089-05:30", "2026-07-01T05:06:07.089-05:30"),
            ("yyyy-MM-dd HH:mm:ssXXX", "2026-07-01 05:06:07Z", "2026-07-01T05:06:07.000+00:00"),
        ])
    func formats(format: String, text: String, expected: String) throws {
        #expect(try read(format, text) == expected)
    }

    @Test(
        "times that are not so written or do not exist",
        arguments: [
            "29.02.2026 00:00:00", "1.12.2026 00:00:00", "01.12.2026 24:00:00", "01.12.2026 00:00", "",
            "01.12.2026 00:00:00 ", "01.12.2026 00:00:0x",
        ])
    func strict(text: String) throws {
        #expect(try read("dd.MM.yyyy HH:mm:ss", text) == nil)
    }

    @Test("formats that make no sense", arguments: ["HH:mm", "yyyy-MM-dd dd", "yyyy-MM-dd 'T", "yyyy-mm-dd", "foo"])
    func badFormats(format: String) {
        #expect(throws: TimePattern.Fault.self) { try TimePattern(format) }
    }

    private func read(_ format: String, _ text: String) throws -> String? {
        let pattern = try TimePattern(format)
        let zone = try #require(ZoneRules.named("Europe/Berlin"))
        return Array(text.utf8).withUnsafeBytes { pattern.read($0, zone: zone)?.text }
    }
}
