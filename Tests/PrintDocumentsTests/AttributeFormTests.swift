import Foundation
import PrintDocuments
import TestServers
import Testing

/// Attributes come out the same whether elements before had the same ones, and their form is known, or not.
@Suite struct AttributeFormTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == "1"

    @Test(arguments: 1...(isLong ? 2000 : 15))
    func `a record in a document is the record alone`(seed: UInt64) async throws {
        var random = Seeded(seed)
        // Few lists of attributes, so that forms are found, replaced, and found again.
        let lists = (0..<4).map { _ in Self.attributes(&random) }
        let root = ["ProductionDataAcquisition", "AuditPool"].randomElement(using: &random) ?? ""
        let records = (0..<30).map { _ in Self.record(lists, &random) }
        let whole = try await Reading.of(Self.document(root, records.joined()))
        #expect(whole.fault == nil, "seed \(seed)")
        var alone: [Reading.Item] = []
        var collisions = 0
        for record in records {
            let reading = try await Reading.of(Self.document(root, record))
            alone += reading.items
            collisions += reading.counts["key_collision"] ?? 0
        }
        #expect(whole.payloads == alone.map(\.payload), "seed \(seed)")
        #expect(whole.items.map(\.time) == alone.map(\.time), "seed \(seed)")
        #expect(whole.counts["key_collision"] ?? 0 == collisions, "seed \(seed)")
        if root == "AuditPool" {
            // The first of equal audits, at least, has the id that it has alone.
            var seen = Set<String>()
            for (item, single) in zip(whole.items, alone) where seen.insert(item.payload).inserted {
                #expect(item.identity == single.identity, "seed \(seed)")
            }
        }
    }

    /// A document whose records are children of a Message, or of an AuditPool.
    private static func document(_ root: String, _ records: String) -> String {
        root == "AuditPool"
            ? "<JDF xmlns:f='urn:f' xmlns:g='urn:g' JobID='1'><AuditPool>\(records)</AuditPool></JDF>"
            : "<\(root) xmlns:f='urn:f' xmlns:g='urn:g'><Message>\(records)</Message></\(root)>"
    }

    private static func record(_ lists: [[String]], _ random: inout Seeded) -> String {
        func element(_ name: String, _ inside: String) -> String {
            let list = lists.randomElement(using: &random) ?? []
            let attributes = list.map { " \($0)=\"\(value(&random))\"" }.joined()
            return "<\(name)\(attributes)>\(inside)</\(name)>"
        }
        var inside = ""
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            inside += element(["B", "C", "id", "f:B"].randomElement(using: &random) ?? "B", "")
        }
        return element(["Created", "Modified"].randomElement(using: &random) ?? "Created", inside)
    }

    /// Names of which some collide, are dropped, or differ only in case or namespace.
    private static func attributes(_ random: inout Seeded) -> [String] {
        let names = [
            "ID", "Id", "id", "f:ID", "g:ID", "TimeStamp", "Time", "B", "PersonalID", "Name", "Amount",
            String(repeating: "Long", count: 9),
        ]
        return Array(names.shuffled(using: &random).prefix(Int.random(in: 0...6, using: &random)))
    }

    private static func value(_ random: inout Seeded) -> String {
        let values = [
            "", "1", "22", "333", "4444", "1234567", "12345678", "123456789", "&quot;", "a&#9;", "&#10;23456789",
            "back\\slash",
            "ünïcödé text, long enough for two words", "2026-03-02T06:20:00+01:00",
            String(repeating: "x", count: 31) + "&quot;", String(repeating: "long", count: 700),
        ]
        return values.randomElement(using: &random) ?? ""
    }
}
