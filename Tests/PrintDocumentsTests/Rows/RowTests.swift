import Foundation
import Testing

/// Every row of MAPPING.md by its fixtures: `Fixtures/README.md` describes their format.
@Suite struct RowTests {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let fixtures = here.appending(path: "Fixtures")
    private static let mapping = here.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Sources/Adapters/Prinect/MAPPING.md")

    static let names: [String] = {
        let found = try? FileManager.default.subpathsOfDirectory(atPath: fixtures.path)
        return (found ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    private static func fixture(_ name: String) throws -> Fixture {
        try Fixture(String(contentsOf: fixtures.appending(path: name), encoding: .utf8))
    }

    /// The ids at the start of table rows and of list entries.
    private static func rows() throws -> [String] {
        try String(contentsOf: mapping, encoding: .utf8).split(separator: "\n").compactMap {
            $0.prefixMatch(of: /(?:\||-) `([a-z][a-z0-9]*(?:[.-][a-z0-9]+)+)`/).map { String($0.1) }
        }
    }

    @Test(arguments: names)
    func `gives what its fixture says`(name: String) async throws {
        var run = FixtureRun(try Self.fixture(name))
        try await run.run()
    }

    @Test func `every row has a fixture, and every fixture a row`() throws {
        let rows = try Self.rows()
        #expect(rows.count > 100)
        #expect(Set(rows).count == rows.count, "ids are given once: \(repeated(rows))")
        var covered: [String: String] = [:]
        for name in Self.names {
            for row in try Self.fixture(name).rows { covered[row] = name }
        }
        let missing = rows.filter { covered[$0] == nil }
        #expect(missing.isEmpty, "rows without a fixture: \(missing)")
        let unknown = covered.filter { !rows.contains($0.key) }.map { "\($0.key) in \($0.value)" }.sorted()
        #expect(unknown.isEmpty, "fixtures name rows that MAPPING.md has not: \(unknown)")
    }

    private func repeated(_ rows: [String]) -> [String] {
        Dictionary(grouping: rows) { $0 }.filter { $0.value.count > 1 }.map(\.key).sorted()
    }
}
