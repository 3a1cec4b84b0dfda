import AdapterAPI
import Adapters
import Certificates
import Foundation
import IoTTransport
import Pipeline
import TestServers
import Testing

@testable import AdapterHostKit

/// A configuration that cannot make a valid header is refused, with the place, all faults at once.
@Suite struct HeaderConfigurationTests {
    private func load(
        host more: String = "header: v3\n", presses: [String: String], target: String = Self.broker,
        files: [String: String] = [:]
    ) throws -> (loaded: ConfigurationLoader.Loaded?, faults: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("headers-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder + "/presses", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var files = files
        files["host.yaml"] = more + target + "presses: [presses/*.yaml]\n"
        for (name, text) in presses { files["presses/" + name] = text }
        for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
        let loader = ConfigurationLoader(kinds: AdapterKinds(types: Adapters.all), environment: [:])
        do throws(ConfigurationFaults) {
            return (try loader.load(path: folder + "/host.yaml", environmentName: nil), [])
        } catch {
            return (nil, error.faults.map { $0.description.replacing(folder + "/", with: "") })
        }
    }

    private static let broker = "broker: { host: 127.0.0.1, port: 1883, topic: \"t/x\", clientId: c }\n"
    private static let good = """
        id: a
        adapter: prinect
        folder: in
        asset: { id: x, type: Cutter, serial: "1" }

        """

    /// Whether there is one fault for each text, beginning with it, and no other.
    private func expect(_ faults: [String], _ beginnings: [String], location: SourceLocation = #_sourceLocation) {
        #expect(faults.count == beginnings.count, "\(faults)", sourceLocation: location)
        for (fault, beginning) in zip(faults, beginnings) {
            #expect(fault.hasPrefix(beginning), "\(fault)", sourceLocation: location)
        }
    }

    @Test func `reads all attributes of a header`() throws {
        let host = """
            header: v3
            sender: { id: i, type: postpress, connectionDeviceId: d, name: n, softwareVersion: "1.0" }
            site: { id: s, name: sn }

            """
        let press = """
            id: a
            adapter: prinect
            folder: in
            assets:
              "1": { id: x, type: Cutter, serial: s, subtype: st, name: n, manufacturer: m, softwareVersion: sw, hardwareVersion: hw, siteId: i, siteName: in, customer: c }
            repeats: { for: 36h, max: 5000 }

            """
        let (loaded, faults) = try load(host: host, presses: ["a.yaml": press])
        #expect(faults == [])
        #expect(loaded?.host.header == .v3)
        #expect(loaded?.host.topic == "t/x", "a broker of one's own has the topic that is configured")
        #expect(
            loaded?.host.sender
                == Sender(
                    id: "i", type: "postpress", connectionDeviceID: "d", name: "n", softwareVersion: "1.0", siteID: "s",
                    siteName: "sn"))
        #expect(loaded?.presses.first?.repeats == RepeatLimits(days: 2, ids: 5_000))
    }

    @Test func `v3 names every fault at its place, all at once`() throws {
        let (_, faults) = try load(
            host: "header: v3\nsender: { type: Prinect }\n",
            presses: [
                "a.yaml": """
                id: a
                adapter: prinect
                folder: in
                eventType: vendor.log
                record: [Entry]
                assets:
                  "6000": { id: cut, type: ID_Cutter, serial: "1" }
                  "6001": { id: fold, type: SheetFolder }
                  "6002": { id: box, serial: "1" }
                  "XL*":
                    id: "{key}"
                    type: SheetfedPres
                    serial: ""

                """,
                "b.yaml": """
                id: b
                adapter: csv
                folder: in2
                eventType: generic.signals
                asset: { id: x, type: Cutter }

                """,
                "c.yaml": Self.good.replacing("id: a", with: "id: c").replacing("folder: in", with: "folder: in3"),
            ])
        expect(
            faults,
            [
                "host.yaml:2:17: \"Prinect\" is no senderType of header v3 (did you mean \"prinect\"?), which has prinect, ",
                "presses/a.yaml:4:12: \"vendor.log\" is no eventType of header v3, which has prinect.xjmf, ",
                "presses/a.yaml:7:28: \"ID_Cutter\" is no assetType of header v3 (did you mean \"Cutter\"?), which has ",
                "presses/a.yaml:8:11: \"serial\" is missing for \"6001\", and asset: has none either",
                "presses/a.yaml:9:11: \"type\" is missing for \"6002\", and asset: has none either",
                "presses/a.yaml:12:11: \"SheetfedPres\" is no assetType of header v3 (did you mean \"SheetfedPress\"?)",
                "presses/a.yaml:13:13: \"serial\" is empty",
                "presses/b.yaml:4:12: \"generic.signals\" is no eventType of header v3 (did you mean \"generic.signal\"?)",
                "presses/b.yaml:5:8: \"asset.serial\" is missing",
            ])
    }

    @Test func `v1 takes what only v3 refuses`() throws {
        let press = """
            id: a
            adapter: prinect
            folder: in
            eventType: vendor.log
            assets: { "6000": { id: cut, type: ID_Cutter } }

            """
        for host in ["", "header: v1\nsender: { type: mine }\n"] {
            let (loaded, faults) = try load(host: host, presses: ["a.yaml": press])
            #expect(faults == [] && loaded?.host.header == .v1)
        }
    }

    @Test func `what no profile can use is refused under both`() throws {
        for header in ["header: v1\n", "header: v3\n"] {
            let (_, faults) = try load(
                host: header + "sender: { type: \"\" }\n",
                presses: [
                    "a.yaml": """
                    id: a
                    adapter: csv
                    folder: in
                    eventType: ""
                    eventSubtype: ""
                    assets:
                      "1": { id: "", type: "", serial: s }

                    """
                ])
            expect(
                faults,
                [
                    "host.yaml:2:17: senderType is empty",
                    "presses/a.yaml:4:12: \"eventType\" must be a text that is not empty",
                    "presses/a.yaml:5:15: \"eventSubtype\" must be a text that is not empty",
                    "presses/a.yaml:7:14: \"id\" is empty", "presses/a.yaml:7:24: assetType is empty",
                ])
        }
        let (_, faults) = try load(
            host: "sender: { id: \"\", connectionDeviceId: \"\" }\n", presses: ["a.yaml": Self.good],
            target: Self.broker.replacing("clientId: c", with: "clientId: \"\""))
        expect(
            faults,
            [
                "host.yaml:1:15: senderId is empty", "host.yaml:1:39: connectionDeviceId is empty",
                "host.yaml:2:64: \"clientId\" is empty",
            ])
    }

    @Test(arguments: [
        ("unknownAsset: useKey\nasset: { type: Cutter }", ["presses/a.yaml:4:15: useKey needs asset: { serial: "]),
        ("unknownAsset: useKey\nasset: { serial: \"{key}\" }", ["presses/a.yaml:4:15: useKey needs asset: { type: "]),
        ("unknownAsset: useKey\nasset: { type: Cutter, serial: \"{key}\" }", []),
        ("unknownAsset: useKey\nasset: { type: \"{key}\", serial: \"{key}\" }", []),
        (
            "asset: { id: x, type: Cutter, serial: \"{key}\" }",
            ["presses/a.yaml:4:39: \"asset.serial\" holds {key}, but records that name no machine have none"]
        ),
        (
            "asset: { id: \"{key}\", type: Cutter, serial: s }",
            ["presses/a.yaml:4:14: \"asset.id\" holds {key}, but records that name no machine have none"]
        ),
        (
            "asset: { type: Kutter, serial: s }",
            [
                "presses/a.yaml:4:8: \"asset.id\" is missing, and there is no assets:",
                "presses/a.yaml:4:16: \"Kutter\" is no assetType of header v3",
            ]
        ),
        ("assets: { \"1\": { id: x, type: Cutter } }\nasset: { serial: \"{key}\" }", []),
        ("assets: { \"1\": { id: x } }\nasset: { type: Cutter, serial: s }", []),
    ])
    func `defaults and unknown machines under v3`(assets: String, says: [String]) throws {
        let (_, faults) = try load(presses: ["a.yaml": "id: a\nadapter: prinect\nfolder: in\n\(assets)\n"])
        expect(faults, says)
    }

    @Test func `a profile that does not exist is named with the nearest`() throws {
        let (_, faults) = try load(host: "header: v2\n", presses: ["a.yaml": Self.good])
        expect(faults, ["host.yaml:1:9: \"v2\" is not one of v1, v3"])
    }

    @Test(arguments: [
        ("{ for: 1h }", "5:17: \"for\" must be from 1d to 365d"), ("{ for: 400d }", "5:17: \"for\" must be from"),
        ("{ max: -1 }", "5:17: \"max\" must be a whole number from 0 to 10000000"),
        ("{ fro: 30d }", "5:12: unknown key \"fro\" (did you mean \"for\"?)"),
    ])
    func `the window of repeats has limits`(repeats: String, says: String) throws {
        let (_, faults) = try load(presses: ["a.yaml": Self.good + "repeats: \(repeats)\n"])
        expect(faults, ["presses/a.yaml:" + says])
    }

    @Test func `v3's topic comes from provisioning`() throws {
        var files = ["env.stg": "stage=stg\nbase_url=\napi_key=\napi_version=v4\n", "clientID.txt": "device-1\n"]
        let authority = try CertificateAuthority(commonName: "Root")
        for (file, bytes) in try TestIdentity("device-1", from: authority).material().files {
            files[file.name] = String(decoding: bytes, as: UTF8.self)
        }
        let target = "platform: { environment: stg, certificateStore: . }\n"
        files["properties.json"] = #"{"mqtt_endpoint":"h","mqtt_port":8883,"telemetry_topic":"dt/v1","org_id":"o-7"}"#
        let (loaded, none) = try load(presses: ["a.yaml": Self.good], target: target, files: files)
        #expect(none == [] && loaded?.host.topic == "dt/v1/o-7/device-1")
        for lacking in [#"{"mqtt_endpoint":"h","telemetry_topic":"dt"}"#, #"{"mqtt_endpoint":"h","org_id":"o"}"#] {
            files["properties.json"] = lacking
            let (_, faults) = try load(presses: ["a.yaml": Self.good], target: target, files: files)
            #expect(faults.count == 1)
            #expect(faults[0].hasPrefix("host.yaml:2:49: ") && faults[0].contains("\"telemetry_topic\" and \"org_id\""))
            let (v1, no) = try load(host: "", presses: ["a.yaml": Self.good], target: target, files: files)
            #expect(no == [] && v1?.host.topic == "$aws/rules/iot_data_platform_telemetry_stg")
        }
    }
}
