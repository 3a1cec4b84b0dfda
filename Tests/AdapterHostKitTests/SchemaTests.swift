import AdapterAPI
import Adapters
import Foundation
import Testing
import Yams

@testable import AdapterHostKit

/// The JSON Schema takes every sample and refuses what the reader refuses.
@Suite struct SchemaTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let kinds = AdapterKinds(types: Adapters.all)

    private func validator(_ tree: JSONTree) throws -> SchemaValidator {
        let schema = try JSONSerialization.jsonObject(with: Data(tree.text.utf8))
        return SchemaValidator(try #require(schema as? [String: Any]))
    }

    private func faults(_ yaml: String, _ tree: JSONTree) throws -> [String] {
        try validator(tree).faults(of: try Yams.load(yaml: yaml) as Any)
    }

    @Test func `host yaml is valid`() throws {
        let text = try String(contentsOf: Self.root.appending(path: "adapter-configs/host.yaml"), encoding: .utf8)
        #expect(try faults(text, ConfigurationSchema.host()) == [])
    }

    @Test func `every sample of a press file is valid, and every test case's but those with wrong options`() throws {
        let schema = try ConfigurationSchema.press(Self.kinds)
        let files = try ["adapter-configs/presses", "Sources/Adapters"].flatMap { folder in
            try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: folder).path)
                .filter { $0.hasSuffix(".yaml") }.map { "\(folder)/\($0)" }
        }
        #expect(files.count >= Adapters.all.count)
        for file in files {
            var text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
            // The test kit says where inputs lie.
            let readsFolder = text.contains("adapter: prinect\n") || text.contains("adapter: csv\n")
            if file.contains("testdata"), readsFolder { text += "folder: in\n" }
            let found = try faults(text, schema)
            if file.contains("wrong-options") {
                #expect(!found.isEmpty, "\(file)")
            } else {
                #expect(found == [], "\(file)")
            }
        }
    }

    @Test func `the filled-in sample of each adapter is valid`() throws {
        for type in Adapters.all {
            let options = try PressConfiguration.options(of: type, kinds: Self.kinds)
            let text = SampleText.text(for: options, adapter: type.kind)
                .replacing("\nid:", with: "\nid: a").replacing("\nfolder:", with: "\nfolder: in")
                .replacing("\neventType:", with: "\neventType: e")
            #expect(try faults(text, ConfigurationSchema.press(Self.kinds)) == [], "\(text)")
        }
    }

    private static let broker = "broker: { topic: t }\n"

    @Test(
        arguments: [
            "state: x\n", "broker: { topic: t }\nplatform: {}\n", "broker: {}\n", broker + "staet: x\n",
            broker + "delivery: { window: 300 }\n", broker + "delivery: { window: many }\n",
            broker + "delivery: { rate: 90 }\n", broker + "delivery: { byteRate: 1XB/s }\n",
            broker + "shutdownTimeout: 10\n", broker + "header: v2\n", broker + "presses: { a: b }\n",
            broker + "shadow: maybe\n", broker + "shadow: { nane: x }\n", broker + "spool: { maxSize: -1 }\n",
            broker + "filter: { event_publishing_enabled: perhaps }\n", "broker: { topic: t, tls: some }\n",
            "broker: { topic: t, port: 0 }\n",
        ])
    func `a host yaml that the reader refuses is invalid`(yaml: String) throws {
        #expect(try !faults(yaml, ConfigurationSchema.host()).isEmpty)
    }

    @Test(
        arguments: [
            broker, broker + "delivery: { window: 64, rate: 88/s, byteRate: 380KiB/s }\n", broker + "shadow: on\n",
            broker + "shadow: \"off\"\n", broker + "shadow: { name: telemetry }\n", "platform: {}\n", "platform:\n",
            broker + "delivery: { rate: unlimited }\n", broker + "spool: { maxSize: 512 }\n",
            "broker: { topic: t, port: \"${PORT}\", tls: none }\n", "broker: { topic: t, tls: { ca: ca.pem } }\n",
            broker + "filter: { event_publishing_enabled: off }\n", broker + "shutdownTimeout: \"${STOP}s\"\n",
        ])
    func `a host yaml that the reader takes is valid`(yaml: String) throws {
        #expect(try faults(yaml, ConfigurationSchema.host()) == [])
    }

    private static let press = "id: a\nadapter: prinect\nfolder: in\n"

    @Test(
        arguments: [
            "", "id: a\nadapter: prinect\n", "id: a\nadapter: prinekt\nfolder: in\n", press + "foldr: x\n",
            press + "ready: soon\n", press + "asset: { id: x, tpye: T }\n", press + "assets: { \"1\": { type: T } }\n",
            press + "assets: { \"1\": text }\n", press + "maxDepth: 1.5\n", press + "files: { a: b }\n",
            press + "zone: Berlin\n", press + "keepDone: { for: long }\n", press + "listen: 127.0.0.1:1\n",
        ])
    func `a press file that the reader refuses is invalid`(yaml: String) throws {
        #expect(try !faults(yaml, ConfigurationSchema.press(Self.kinds)).isEmpty)
    }

    @Test func `the validator itself knows right from wrong`() throws {
        #expect(SchemaValidator(["type": "integer", "minimum": 1]).faults(of: 0) == ["/: 0 is below 1"])
        #expect(SchemaValidator(["type": ["integer", "string"], "pattern": "^a$"]).faults(of: 3) == [])
        #expect(SchemaValidator(["pattern": "^a$"]).faults(of: "ab").count == 1)
        #expect(SchemaValidator(["enum": ["a", true] as [Any]]).faults(of: true) == [])
        #expect(SchemaValidator(["enum": ["a", true] as [Any]]).faults(of: 1).count == 1)
        #expect(
            SchemaValidator(["oneOf": [["type": "string"], ["minLength": 1]] as [[String: Any]]]).faults(of: "a").count
                == 1)
        #expect(
            SchemaValidator(["anyOf": [["type": "string"], ["minLength": 1]] as [[String: Any]]]).faults(of: "a") == [])
        #expect(SchemaValidator(["items": ["type": "string"]]).faults(of: ["a", 1] as [Any]).count == 1)
        #expect(SchemaValidator(["maxLength": 1]).faults(of: "ab") == ["/: the validator does not know maxLength"])
    }
}
