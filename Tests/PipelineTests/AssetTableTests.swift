import Testing

@testable import Pipeline

@Suite struct AssetTableTests {
    @Test func `exact keys come before patterns, patterns in the file's order`() throws {
        let table = AssetTable(
            entries: [
                .init(key: "XL*", asset: Asset(id: "any", type: "T")),
                .init(key: "XL106-?", asset: Asset(id: "one", type: "T")),
                .init(key: "XL106-7", asset: Asset(id: "seven", type: "T")),
            ], fallback: nil, unknown: .deadLetter)
        #expect(try table.asset(for: "XL106-7").get().id == "seven")
        #expect(try table.asset(for: "XL106-8").get().id == "any")
    }

    @Test func `the key fills its placeholder and defaults fill what is missing`() throws {
        let table = AssetTable(
            entries: [.init(key: "XL*", asset: Asset(id: "site-{key}", serial: "{key}"))],
            fallback: Asset(id: "", type: "SheetfedPress", customer: "c"), unknown: .deadLetter)
        let asset = try table.asset(for: "XL106").get()
        #expect(asset == Asset(id: "site-XL106", type: "SheetfedPress", serial: "XL106", customer: "c"))
    }
}
