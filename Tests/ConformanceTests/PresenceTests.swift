import AdapterAPI
import AdapterTestKit
import Foundation
import Testing

/// What every adapter in `Adapters.all` must have.
@Suite struct PresenceTests {
    private static let headings = [
        "## What it ", "## Options", "## Example", "## What an ", "## Faults and what to do",
    ]

    @Test(arguments: AdapterFolder.all)
    func `a README with its headings`(_ adapter: AdapterFolder) throws {
        let readme = try #require(adapter.text("README.md"), "\(adapter.path ?? adapter.type.kind): no README.md")
        for heading in Self.headings {
            #expect(readme.contains("\n" + heading), "\(adapter.type.kind): README.md lacks a heading \"\(heading)…\"")
        }
    }

    @Test(arguments: AdapterFolder.all)
    func `a table of options that says what is read`(_ adapter: AdapterFolder) throws {
        let table = OptionTable(readme: try #require(adapter.text("README.md")))
        let options = try AdapterConformance(adapter.type, testdata: "/").options()
        #expect(!table.rows.isEmpty)
        for fault in table.faults(against: options) { Issue.record("\(adapter.type.kind): README.md: \(fault)") }
    }

    @Test(arguments: AdapterFolder.all)
    func `a sample configuration`(_ adapter: AdapterFolder) throws {
        let folder = AdapterFolder.root + "/adapter-configs/presses"
        let samples = try FileManager.default.contentsOfDirectory(atPath: folder)
        let line = "\nadapter: \(adapter.type.kind)"
        #expect(
            samples.contains { AdapterFolder.text(folder + "/" + $0)?.contains(line) ?? false },
            "\(folder): no file for \(adapter.type.kind)")
    }

    @Test(arguments: AdapterFolder.all)
    func `cases, and a test that runs them`(_ adapter: AdapterFolder) throws {
        let path = try #require(adapter.path, "no folder below Sources/Adapters declares \(adapter.type.kind)")
        let cases = try AdapterConformance(adapter.type, testdata: path + "/testdata").cases()
        #expect(!cases.isEmpty)
        let tests = try FileManager.default.subpathsOfDirectory(atPath: AdapterFolder.root + "/Tests")
        let isRun = tests.lazy.filter { $0.hasSuffix(".swift") }.contains { file in
            let text = AdapterFolder.text(AdapterFolder.root + "/Tests/" + file) ?? ""
            return text.filter { !$0.isWhitespace }.contains("AdapterConformance(\(adapter.type).self")
        }
        #expect(isRun, "no test puts \(adapter.type) through AdapterConformance")
    }

    @Test func `a table that lacks a row, has one too many or a wrong default is found`() throws {
        let options = try AdapterConformance(try #require(AdapterFolder.all.last).type, testdata: "/").options()
        let rows = options.map { "| `\($0.path)` | kind | `\($0.fallback ?? "")` | meaning |" }
        func faults(_ rows: [String]) -> [String] {
            OptionTable(readme: "## Options\n\n" + rows.joined(separator: "\n")).faults(against: options)
        }
        let first = try #require(options.first)
        #expect(faults(rows) == [])
        #expect(faults(Array(rows.dropFirst())) == ["\(first.path) is read, but has no row"])
        #expect(faults(rows + ["| `more` | a | b | c |"]) == ["more has a row, but is not read"])
        #expect(
            faults(["| `\(first.path)` | kind | `other` | meaning |"] + rows.dropFirst())
                == ["\(first.path): its default is `\(first.fallback ?? "")`"])
    }
}
