import AdapterAPI
import AdapterTestKit
import Foundation
import KeyValueAdapter
import LineLogAdapter
import Testing

/// The guide "Write an adapter in an hour" shows the very source and cases of `Examples/KeyValue`, which are built and
/// tested with all else.
@Suite struct GuideTests {
    private static let example = AdapterFolder.root + "/Examples/KeyValue/"
    private static let guide = AdapterFolder.root + "/Sources/AdapterAPI/AdapterAPI.docc/WriteAnAdapter.md"

    /// The guide's blocks of a language; "" for those without one.
    private func blocks(_ language: String) throws -> [String] {
        let parts = try #require(AdapterFolder.text(Self.guide)).split(
            separator: "\n```", omittingEmptySubsequences: false)
        // Text and blocks take turns.
        return parts.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map(\.element).filter {
            $0.hasPrefix(language + "\n")
        }
        .map { String($0.dropFirst(language.count + 1)) }
    }

    private func example(_ path: String) throws -> String {
        try #require(AdapterFolder.text(Self.example + path), "\(path)")
    }

    @Test func `its code is the example's, all of it`() throws {
        let blocks = try blocks("swift")
        let adapter = try example("Sources/KeyValueAdapter/KeyValueAdapter.swift")
        let line = try example("Sources/KeyValueAdapter/KeyValueLine.swift")
        #expect(blocks.count > 4)
        #expect(blocks.first.map { $0 + "\n" } == line)
        // The pieces in the guide's order are the file, but for empty lines between them.
        #expect(blocks.dropFirst().joined(separator: "\n\n") + "\n" == adapter)
    }

    @Test func `its press files and inputs are the example's`() throws {
        let press = try blocks("yaml")
        #expect(press.count == 4)
        for (block, name) in zip(press, ["shift", "bad-lines", "wrong-options"]) {
            #expect(try block + "\n" == example("testdata/\(name)/press.yaml"))
        }
        #expect(try example("adapter-configs/presses/key-value.yaml").hasSuffix(press[3] + "\n"))
        let inputs = try blocks("")
        for file in ["testdata/shift/1-early.kv", "testdata/bad-lines/lines.kv"] {
            #expect(try inputs.contains(String(example(file).dropLast())), "\(file)")
        }
    }

    @Test func `the faults it quotes are those that come`() throws {
        let guide = try #require(AdapterFolder.text(Self.guide))
        for file in ["bad-lines", "wrong-options"] {
            let lines = try example("testdata/\(file)/expected.error").split(separator: "\n")
            #expect(lines.contains { guide.contains("`\($0)`") }, "\(file)")
        }
    }

    @Test func `the READMEs of the example and of a new adapter have every option`() throws {
        let readmes: [(any SourceAdapter.Type, String)] = [
            (KeyValueAdapter.self, Self.example),
            (LineLogAdapter.self, AdapterFolder.root + "/Tests/Scaffolded/Sources/Adapters/LineLog/"),
        ]
        for (type, folder) in readmes {
            let table = OptionTable(readme: try #require(AdapterFolder.text(folder + "README.md")))
            let options = try AdapterConformance(type, testdata: "/").options()
            #expect(table.faults(against: options) == [], "\(type.kind)")
        }
    }

    @Test func `the example's sample has no option that is not read, and all that are`() throws {
        let sample = try example("adapter-configs/presses/key-value.yaml")
        for option in try AdapterConformance(KeyValueAdapter.self, testdata: "/").options() {
            let key = option.path.split(separator: ".").last.map(String.init) ?? ""
            #expect(sample.contains(key + ":"), "\(option.path)")
        }
    }
}
