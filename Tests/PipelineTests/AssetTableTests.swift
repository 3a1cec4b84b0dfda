import Testing

@testable import Pipeline

@Suite struct AssetTableTests {
    private func table(
        _ entries: [(String, Asset)] = [], _ fallback: Asset? = nil, _ unknown: AssetTable.UnknownPolicy = .deadLetter
    ) -> AssetTable {
        AssetTable(entries: entries.map { .init(key: $0, asset: $1) }, fallback: fallback, unknown: unknown)
    }

    private func code(_ table: AssetTable, _ key: String?) -> String? {
        if case .failure(let refusal) = table.asset(for: key) { return refusal.code }
        return nil
    }

    @Test func `exact keys come before patterns, patterns in the file's order`() throws {
        let table = table([
            ("XL*", Asset(id: "any")), ("XL106-?", Asset(id: "one")), ("XL106-7", Asset(id: "seven")),
            ("?", Asset(id: "single")), ("*-late", Asset(id: "late")),
        ])
        let wanted = [
            "XL106-7": "seven", "XL106-8": "any", "XL": "any", "Q": "single", "Q-late": "late", "XL-late": "any",
        ]
        for (key, id) in wanted { #expect(try table.asset(for: key).get().id == id) }
        for key in ["xl106-7", "QQ", "late", " XL"] { #expect(code(table, key) == "unknown_asset") }
    }

    @Test func `the key fills its placeholder and defaults fill what is missing`() throws {
        let fallback = Asset(id: "own", type: "SheetfedPress", name: "Press {key}", siteName: "N", customer: "c")
        let table = table([("XL*", Asset(id: "site-{key}", serial: "{key}/{key}", siteName: "S"))], fallback)
        #expect(
            try table.asset(for: "XL106").get()
                == Asset(
                    id: "site-XL106", type: "SheetfedPress", serial: "XL106/XL106", name: "Press XL106", siteName: "S",
                    customer: "c"))
        #expect(try table.asset(for: "XL{key}").get().serial == "XL{key}/XL{key}", "filled once")
    }

    @Test func `every attribute but the id comes from the defaults, and is filled`() throws {
        let fallback = Asset(
            id: "own", type: "t{key}", subtype: "st{key}", serial: "s{key}", name: "n{key}", manufacturer: "m{key}",
            softwareVersion: "sw{key}", hardwareVersion: "hw{key}", siteID: "i{key}", siteName: "in{key}",
            customer: "c{key}")
        let filled = Asset(
            id: "x", type: "t1", subtype: "st1", serial: "s1", name: "n1", manufacturer: "m1", softwareVersion: "sw1",
            hardwareVersion: "hw1", siteID: "i1", siteName: "in1", customer: "c1")
        #expect(try table([("1", Asset(id: "x"))], fallback).asset(for: "1").get() == filled)
        var unknown = filled
        unknown.id = "1"
        #expect(try table([], fallback, .useKey).asset(for: "1").get() == unknown)
        #expect(try table([], fallback).asset(for: nil).get() == Asset(id: "own"), "no key: what needs one is absent")
    }

    @Test func `an entry's own attribute wins, also an empty one`() throws {
        let table = table([("1", Asset(id: "x", serial: ""))], Asset(id: "", type: "T", serial: "s"))
        #expect(try table.asset(for: "1").get() == Asset(id: "x", type: "T", serial: ""))
    }

    @Test func `a machine that the table does not name`() throws {
        let entries = [("6000", Asset(id: "cut"))]
        #expect(code(table(entries, Asset(id: "own")), "7000") == "unknown_asset")
        let asset = try table(entries, Asset(id: "own", type: "T", serial: "s-{key}"), .useKey).asset(for: "7{key}")
            .get()
        #expect(asset == Asset(id: "7{key}", type: "T", serial: "s-7{key}"), "the id is the key as it stands")
        #expect(try table(entries, nil, .useKey).asset(for: "7000").get() == Asset(id: "7000"))
    }

    @Test func `a record that names no machine`() throws {
        #expect(code(table([("*", Asset(id: "any"))]), nil) == "no_asset")
        #expect(code(table([], Asset(id: "", type: "T"), .useKey), nil) == "no_asset")
        #expect(try table([], Asset(id: "own", type: "T")).asset(for: nil).get() == Asset(id: "own", type: "T"))
    }
}
