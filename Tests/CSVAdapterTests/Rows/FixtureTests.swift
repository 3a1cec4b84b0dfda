import AdapterAPI
import Foundation
import Testing

@testable import AdapterHostKit
@testable import CSVAdapter

/// Every item of `Fixtures/README.md` by its fixtures.
@Suite struct FixtureTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    static let names: [String] = {
        let found = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
        return (found ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    private static func fixture(_ name: String) throws -> Fixture {
        try Fixture(String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }

    @Test(arguments: names)
    func `gives what its fixture says`(name: String) throws {
        let fixture = try Self.fixture(name)
        let options = try Self.options(fixture.press)
        let whole = try ReadTable(fixture.input, with: options, explains: fixture.explained != nil)
        #expect(whole.rows.count == fixture.rows.count)
        for (row, expected) in zip(whole.rows, fixture.rows) { Self.compare(row, expected) }
        #expect(whole.counts == fixture.counts)
        #expect(whole.fault.map { "\($0)" } == fixture.fault)
        if let explained = fixture.explained { #expect(whole.remarks == explained) }

        for size in [16, 17, 29, 100] {
            let split = try ReadTable(fixture.input, with: options, pieceSize: size)
            #expect(split.rows == whole.rows, "in pieces of \(size) bytes")
            #expect(split.fault == whole.fault, "in pieces of \(size) bytes")
        }
        for skip in 0..<whole.rows.count {
            let rest = try ReadTable(fixture.input, with: options, skip: skip)
            #expect(rest.rows == Array(whole.rows[skip...]), "\(skip) records skipped")
        }
    }

    @Test(arguments: names)
    func `gives the same rows while it grows, wherever it is cut`(name: String) throws {
        let fixture = try Self.fixture(name)
        let options = try Self.options(fixture.press)
        let whole = try ReadTable(fixture.input, with: options)
        // A file that is at fault is set aside as a whole; one that grows may be put right.
        guard whole.fault == nil else { return }
        let once = try GrownTable(fixture.input, cuts: [], options)
        #expect(once.rows.map(\.payload) == whole.rows.map(\.payload))
        #expect(once.rows.map(\.line) == whole.rows.map(\.line))
        #expect(Set(once.rows.map(\.identity)).count == once.rows.count)
        let step = max(1, fixture.input.count / 60)
        for cut in stride(from: 1, to: fixture.input.count, by: step) {
            let grown = try GrownTable(fixture.input, cuts: [cut, cut + 1, cut + cut / 2], options)
            #expect(grown.rows == once.rows, "cut at \(cut)")
        }
    }

    private static func compare(_ row: ReadTable.Row, _ expected: Fixture.Row) {
        switch expected {
        case .refused(let words): #expect(row.refusal.map { "\(row.line): \($0)" } == words)
        case .event(let payload, let head):
            #expect(row.refusal == nil)
            #expect(row.payload == payload)
            guard let head else { return }
            let time = row.time.hasPrefix("2001-09-0") ? "file" : row.time
            #expect("\(row.subtype) \(row.asset ?? "-") \(time)" == head)
        }
    }

    /// The options as a press file says them.
    private static func options(_ press: String) throws -> CSVOptions {
        let folder = FileManager.default.temporaryDirectory.appending(path: "csv-fixture-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "press.yaml").path
        let zone = press.contains("zone:") ? "" : "\nzone: Europe/Berlin"
        try "eventType: test.row\n\(press)\(zone)\n".write(toFile: path, atomically: true, encoding: .utf8)
        let report = ConfigurationReport()
        let file = ConfigurationFile(path: path, environment: [:], report: report)
        let root = try #require(file.root())
        var reader = ConfigurationReader(root, folder: "", purpose: .convert, report: report)
        let options = CSVOptions(&reader)
        reader.finish()
        #expect(report.faults.isEmpty, "\(report.faults)")
        return options
    }

    @Test func `every item has a fixture, and every fixture an item`() throws {
        let readme = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        let items = readme.split(separator: "\n").compactMap {
            $0.prefixMatch(of: /\| `([a-z0-9]+(?:-[a-z0-9]+)+)`/).map { String($0.1) }
        }
        #expect(items.count > 60)
        #expect(Set(items).count == items.count)
        var covered: Set<String> = []
        for name in Self.names { covered.formUnion(try Self.fixture(name).items) }
        #expect(items.filter { !covered.contains($0) } == [], "items without a fixture")
        #expect(covered.filter { !items.contains($0) } == [], "fixtures name items that the README has not")
    }
}
