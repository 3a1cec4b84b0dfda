import AdapterAPI
import Testing

@Suite struct ConfigurationReaderTests {
    private static let mark = ConfigurationNode.Mark(file: "press.yaml", line: 1, column: 1)

    private func node(_ pairs: [(String, String)]) -> ConfigurationNode {
        ConfigurationNode(
            .mapping(
                pairs.enumerated().map { index, pair in
                    let mark = ConfigurationNode.Mark(file: "press.yaml", line: index + 1, column: 1)
                    let value = ConfigurationNode.Mark(file: "press.yaml", line: index + 1, column: 9)
                    return .init(
                        key: pair.0, keyMark: mark,
                        value: ConfigurationNode(.scalar(pair.1, isQuoted: false), mark: value))
                }), mark: Self.mark)
    }

    private func read(
        _ pairs: [(String, String)], purpose: ConfigurationPurpose = .run,
        _ body: (inout ConfigurationReader) -> Void
    ) -> [String] {
        let report = ConfigurationReport()
        var reader = ConfigurationReader(node(pairs), folder: "/etc", purpose: purpose, report: report)
        body(&reader)
        reader.finish()
        return report.faults.map(\.description)
    }

    @Test func `names an unknown key, its place and the nearest known one`() {
        let faults = read([("foldr", "x")]) { _ = $0.path("folder", default: ".", help: "") }
        #expect(faults == ["press.yaml:1:1: unknown key \"foldr\" (did you mean \"folder\"?)"])
    }

    @Test func `finds all faults at once`() {
        let faults = read([("rate", "fast"), ("size", "4GB0"), ("mode", "fil"), ("n", "11"), ("zone", "Europe/Berlim")])
        {
            _ = $0.rate("rate", default: "2/s", help: "")
            _ = $0.bytes("size", default: "1MiB", help: "")
            _ = $0.choice("mode", default: Mode.files, help: "")
            _ = $0.integer("n", default: 1, in: 1...10, help: "")
            _ = $0.timeZone("zone", help: "")
            _ = $0.string("id", help: "names the source")
        }
        #expect(faults.count == 6)
        #expect(faults.contains { $0.contains("3:9: \"fil\" is not one of files, tail (did you mean \"files\"?)") })
        #expect(faults.contains { $0.contains("(did you mean \"Europe/Berlin\"?)") })
        #expect(faults.contains { $0.contains("\"id\" is missing") })
    }

    private enum Mode: String, CaseIterable { case files, tail }

    @Test func `what only a running source needs may be absent in a conversion`() {
        let inConversion = read([], purpose: .convert) { _ = $0.path("folder", help: "") }
        #expect(inConversion.isEmpty)
        let inRun = read([]) { _ = $0.path("folder", help: "the feed") }
        #expect(inRun == ["press.yaml:1:1: \"folder\" is missing: the feed"])
    }

    @Test func `resolves paths against the file's folder`() {
        var paths: [String] = []
        _ = read([("a", "feeds/x"), ("b", "/abs")]) { paths = [$0.path("a", help: ""), $0.path("b", help: "")] }
        #expect(paths == ["/etc/feeds/x", "/abs"])
    }

    @Test func `a secret's value never appears in a fault`() {
        let faults = read([("key", ""), ("other", "hunter2")]) { _ = $0.secret("key", help: "") }
        #expect(!faults.joined().contains("hunter2"))
    }

    @Test(arguments: [
        ("500ms", 0.5), ("30s", 30), ("5min", 300), ("2h", 7200), ("30d", 2_592_000), ("1.5s", 1.5),
    ])
    func `reads durations`(text: String, seconds: Double) {
        #expect(Units.duration(text)?.inSeconds == seconds)
    }

    @Test(arguments: ["", "30", "s", "-1s", "1e3s", "30 parsecs", "1.2.3s", "inf", "99999999999d"])
    func `refuses what is no duration`(text: String) {
        #expect(Units.duration(text) == nil)
    }

    @Test(arguments: [
        ("512", 512), ("450KiB", 460_800), ("4GiB", 4_294_967_296), ("64 MB", 64_000_000), ("1.5KiB", 1536),
    ])
    func `reads sizes`(text: String, bytes: Int) {
        #expect(Units.bytes(text) == bytes)
    }

    @Test func `lists every option that was asked for`() {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        _ = reader.path("folder", help: "the feed")
        _ = reader.section("tls") { $0.string("ca", help: "authority") }
        _ = reader.table("assets") { _, entry in entry.string("id", help: "asset") }
        #expect(report.options.map(\.path) == ["folder", "tls", "tls.ca", "assets", "assets.*.id"])
        #expect(report.faults.isEmpty)
    }
}

extension ConfigurationReader {
    fileprivate mutating func section<V>(_ key: String, _ body: (inout ConfigurationReader) -> V) -> V? {
        section(key, help: "", body)
    }
    fileprivate mutating func table<V>(
        _ key: String, _ body: (String, inout ConfigurationReader) -> V
    ) -> [(key: String, value: V)] {
        table(key, help: "", body)
    }
}
