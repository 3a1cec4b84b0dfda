import AdapterAPI
import Foundation
import Testing

@testable import CSVAdapter

/// Files that grow, are moved, cut and replaced, while the process starts anew again and again.
@Suite struct TailTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil
    private static let seeds: UInt64 = isLong ? 400 : 20

    @Test func `rows are taken as they come, and half a line waits`() async throws {
        let tables = try TailedTables()
        try await tables.run()
        try tables.append("a.csv", "n,wo")
        try await tables.run()
        try tables.append("a.csv", "rd\n1,\"x\n")
        try await tables.run()
        #expect(tables.sink.payloads.isEmpty)
        try tables.append("a.csv", "y\"\n2,z")
        try await tables.run()
        #expect(tables.sink.payloads == [#"{"record":{"n":"1","word":"x\ny"}}"#])
        try tables.append("a.csv", "z\n")
        try await tables.run()
        #expect(tables.sink.payloads.last == #"{"record":{"n":"2","word":"zz"}}"#)
        #expect(tables.sink.payloads.count == 2 && tables.sink.repeats == 0)
    }

    @Test(arguments: ["a-1.csv", "a.csv.1"])
    func `a file that is renamed is read to its end, its last half line too, and then the new one`(
        other: String
    ) async throws {
        let tables = try TailedTables(["files": "*.csv"])
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        try tables.appendRows("a.csv", 3)
        try tables.append("a.csv", "half,1")
        try tables.rename("a.csv", other)
        let new = try tables.appendRows("a.csv", 4)
        for _ in 0..<2 { try await tables.run() }
        #expect(Set(tables.sink.payloads) == Set(tables.all + [#"{"record":{"n":"half","word":"1"}}"#]))
        #expect(tables.sink.payloads.suffix(4) == new[...])
        #expect(tables.sink.payloads.count == 13 && tables.sink.repeats == 0)
    }

    @Test(arguments: ["a-1.csv", "a.csv.1"])
    func `a file that is copied and truncated is read to its end in the copy`(other: String) async throws {
        let tables = try TailedTables(["files": "*.csv"])
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        try tables.appendRows("a.csv", 3)
        try tables.copy("a.csv", other)
        try tables.truncate("a.csv")
        try tables.appendRows("a.csv", 2)
        for _ in 0..<2 { try await tables.run() }
        #expect(Set(tables.sink.payloads) == Set(tables.all))
        #expect(tables.sink.payloads.count == 10 && tables.sink.repeats == 0)
        // Longer than it was when it was cut.
        try tables.appendRows("a.csv", 20)
        try await tables.run()
        #expect(tables.sink.payloads.count == 30)
    }

    @Test func `a copy that is there before the truncation does not come twice`() async throws {
        let tables = try TailedTables()
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        try tables.copy("a.csv", "a-1.csv")
        try await tables.run()
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        #expect(tables.sink.payloads == tables.all && tables.sink.repeats == 0)
    }

    @Test func `a file that is truncated and grows beyond where it was is read from its start`() async throws {
        let tables = try TailedTables()
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        try tables.truncate("a.csv")
        try tables.appendRows("a.csv", 40)
        try await tables.run()
        #expect(tables.sink.payloads == tables.all && tables.sink.repeats == 0)
    }

    @Test func `a file that is replaced by itself with more rows goes on`() async throws {
        let tables = try TailedTables()
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        try tables.copy("a.csv", ".a.new")
        try tables.appendRows("a.csv", 0)
        let text = try tables.text("a.csv") + "5,xxxxxx\n"
        try text.write(toFile: tables.path + "/.a.new", atomically: false, encoding: .utf8)
        try tables.rename(".a.new", "a.csv")
        try await tables.run()
        #expect(tables.sink.payloads.count == 6 && tables.sink.repeats == 0)
        // Written over in place, with one row changed: it goes on behind what is still the same.
        try text.replacing("5,xxxxxx", with: "5,changed").appending("6,x\n")
            .write(toFile: tables.path + "/a.csv", atomically: false, encoding: .utf8)
        try await tables.run()
        #expect(tables.sink.payloads.count == 8 && tables.sink.repeats == 0)
    }

    @Test func `a file that is replaced by another is another`() async throws {
        let tables = try TailedTables()
        try tables.appendRows("a.csv", 5)
        try await tables.run()
        try tables.appendRows(".b", 7)
        try tables.rename(".b", "a.csv")
        try await tables.run()
        #expect(tables.sink.payloads == tables.all && tables.sink.repeats == 0)
    }

    @Test func `a log that is renamed when it is finished is read while it grows`() async throws {
        let tables = try TailedTables(["files": "*.acl"])
        try tables.appendRows("job.ACL", 3)
        try await tables.run()
        #expect(tables.sink.payloads.count == 3)
        try tables.appendRows("job.ACL", 2)
        try tables.append("job.ACL", "end,x")
        try tables.rename("job.ACL", "job.csv")
        try await tables.run()
        #expect(tables.sink.payloads.count == 6 && tables.sink.repeats == 0)
        try await tables.run()
        #expect(tables.sink.payloads.count == 6 && tables.sink.repeats == 0)
    }

    @Test func `a lost quote costs a line, not the file`() async throws {
        let tables = try TailedTables(["maxRowSize": "200B"])
        try tables.appendRows("a.csv", 2)
        try tables.append("a.csv", "9,\"lost\n")
        try tables.appendRows("a.csv", 100)
        try await tables.run()
        #expect(tables.sink.refusals.count == 1)
        #expect(tables.sink.refusals.first?.hasPrefix("4: bad_row: the row is longer than 200 bytes") == true)
        #expect(tables.sink.payloads.filter { $0.hasPrefix("{") } == tables.all)
    }

    @Test func `without its checkpoint a file gives the same ids`() async throws {
        let tables = try TailedTables()
        try tables.appendRows("a.csv", 50)
        try await tables.run()
        tables.sink.loseCheckpoint()
        try tables.appendRows("a.csv", 1)
        try await tables.run()
        #expect(tables.sink.payloads == tables.all && tables.sink.repeats == 50)
    }

    @Test func `equal rows are each a fact`() async throws {
        let tables = try TailedTables()
        try tables.append("a.csv", "n\n1\n1\n")
        try tables.append("b.csv", "n\n2\n2\n")
        try await tables.run()
        #expect(tables.sink.payloads.count == 4)
    }

    @Test func `follows files while they grow, rotate and go`() async throws {
        let tables = try TailedTables(["scanInterval": "30s"])
        try tables.appendRows("a.csv", 5)
        var step = 0
        try await tables.follow {
            switch step {
            case 0 where tables.sink.payloads.count == 5: _ = try? tables.appendRows("a.csv", 5)
            case 1 where tables.sink.payloads.count == 10:
                _ = try? tables.appendRows("a.csv", 1)
                try? tables.append("a.csv", "half,1")
                try? tables.rename("a.csv", "b.csv")
                _ = try? tables.appendRows("a.csv", 5)
            case 2 where tables.sink.payloads.count == 17:
                _ = try? tables.appendRows("a.csv", 1)
                try? tables.remove("a.csv")
            case 3 where tables.sink.payloads.count == 18: break
            default: return false
            }
            step += 1
            return step == 4
        }
        #expect(tables.sink.payloads.count == 18 && tables.sink.repeats == 0)
    }

    /// Everything that happens to files, in any order, with a crash in between.
    @Test(arguments: 0..<seeds)
    func `nothing is lost or changes its id, by seed`(seed: UInt64) async throws {
        var random = Random(seed: seed)
        let tables = try TailedTables()
        var rotation = 0
        for _ in 0..<25 {
            switch random.next(below: 9) {
            case 0:
                rotation += 1
                if tables.size("a.csv") > 0 { try tables.rename("a.csv", "a-\(rotation).csv") }
            case 1:
                rotation += 1
                guard tables.size("a.csv") > 0 else { break }
                try tables.copy("a.csv", "a-\(rotation).csv")
                try tables.truncate("a.csv")
            case 2:
                guard tables.size("a.csv") > 0 else { break }
                try tables.copy("a.csv", ".new")
                try tables.appendRows(".new", 3)
                try tables.rename(".new", "a.csv")
            case 3:
                // What was not read of a file that is cut without a copy is lost to everybody.
                tables.sink.crash(after: nil)
                try await tables.run()
                if tables.size("a.csv") > 0 { try tables.truncate("a.csv") }
            default: try tables.appendRows("a.csv", random.next(below: random.next(below: 3) == 0 ? 1500 : 20) + 1)
            }
            if random.next(below: 2) == 0 {
                tables.sink.crash(after: random.next(below: 3), storesLast: random.next(below: 2) == 0)
                try await tables.run()
            }
        }
        tables.sink.crash(after: nil)
        for _ in 0..<2 { try await tables.run() }
        let missing = Set(tables.all).subtracting(tables.sink.payloads)
        #expect(missing.isEmpty, "seed \(seed)")
        #expect(tables.sink.payloads.count == tables.all.count, "seed \(seed)")
        #expect(tables.sink.refusals.isEmpty)
    }
}
