import AdapterAPI
import Adapters
import Certificates
import Foundation
import IoTTransport
import TestServers
import Testing
import WebParts

@testable import AdapterHostKit

/// Every fault of every file at once, with its place; and that what is right is read right.
@Suite struct ConfigurationLoaderTests {
    private func load(
        host: String = Self.host, presses: [String: String] = [:], environment: [String: String] = [:],
        files: [String: String] = [:]
    ) throws -> (loaded: ConfigurationLoader.Loaded?, faults: [String]) {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("configuration-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder + "/presses", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try host.write(toFile: folder + "/host.yaml", atomically: true, encoding: .utf8)
        for (name, text) in presses {
            try text.write(toFile: folder + "/presses/" + name, atomically: true, encoding: .utf8)
        }
        for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
        let loader = ConfigurationLoader(kinds: AdapterKinds(types: Adapters.all), environment: environment)
        do throws(ConfigurationFaults) {
            return (try loader.load(path: folder + "/host.yaml", environmentName: nil), [])
        } catch {
            return (nil, error.faults.map { $0.description.replacing(folder + "/", with: "") })
        }
    }

    private static let host = """
        broker: { host: 127.0.0.1, port: 1883, topic: "$aws/rules/t", clientId: c }
        presses: [presses/*.yaml]
        """
    private static let press = """
        id: a
        adapter: prinect
        folder: in
        asset: { id: x, type: T }
        """

    @Test func `reads a whole configuration`() throws {
        let (loaded, faults) = try load(presses: ["a.yaml": Self.press])
        #expect(faults.isEmpty)
        #expect(loaded?.host.topic == "$aws/rules/t", "a dollar sign without braces stays")
        #expect(loaded?.presses.map(\.id) == ["a"])
        #expect(loaded?.host.delivery.rate == nil, "a broker of one's own has no rate by default")
    }

    @Test func `the status page is on this machine, or has a token`() throws {
        func status(_ section: String) throws -> (choice: StatusChoice?, faults: [String]) {
            let (loaded, faults) = try load(host: Self.host + "\nstatus: \(section)", presses: ["a.yaml": Self.press])
            return (loaded?.host.status, faults)
        }
        #expect(try load(presses: ["a.yaml": Self.press]).loaded?.host.status == nil)
        #expect(try status("{}").choice?.listen.description == "127.0.0.1:8780")
        #expect(try status("{ listen: \"[::1]:99\" }").choice?.listen.description == "[::1]:99")
        let open = try status("{ listen: 0.0.0.0:8780, token: 0123456789abcdef }")
        #expect(open.faults.isEmpty && open.choice?.token == "0123456789abcdef")
        #expect(
            try status("{ listen: 0.0.0.0:8780 }").faults == [
                "host.yaml:3:19: \"0.0.0.0:8780\" can be reached from other machines: that needs token: beside it, or "
                    + "listen at 127.0.0.1"
            ])
        let faults = try status("{ listen: here, token: secret-7, Token: x }").faults
        #expect(faults.count == 3 && faults[0].hasPrefix("host.yaml:3:"), "\(faults)")
        #expect(!faults.joined().contains("secret-7"))
    }

    @Test func `a spool's limits are read, and those that make no sense are faults`() throws {
        let (loaded, faults) = try load(
            host: Self.host + "\nspool: { maxSize: 1GiB, maxAge: 3d, whenFull: dropOldest, keep: [ODA, status.ink] }",
            presses: ["a.yaml": Self.press])
        let expected = SpoolRetention(whenFull: .dropOldest, maxAge: .seconds(3 * 86_400), keep: ["ODA", "status.ink"])
        #expect(faults.isEmpty && loaded?.host.retention == expected && loaded?.host.spoolBytes == 1 << 30)
        let wrong = try load(
            host: Self.host + "\nspool: { maxSize: 1MiB, maxAge: 5s, whenFull: dropNewest }",
            presses: ["a.yaml": Self.press]
        ).faults
        #expect(wrong.count == 2, "\(wrong)")
        #expect(wrong.first?.hasSuffix("with whenFull: dropNewest, maxSize must be at least 16MiB") == true, "\(wrong)")
        #expect(wrong.last?.hasSuffix("maxAge must be at least 1min") == true, "\(wrong)")
    }

    @Test(
        arguments: [
            ("", .off), ("shadow: on", .on(name: nil)), ("shadow: off", .off), ("shadow: \"on\"", .on(name: nil)),
            ("shadow: { name: telemetry }", .on(name: "telemetry")),
        ] as [(String, ShadowChoice)])
    func `a shadow is on, off, or a named one`(line: String, choice: ShadowChoice) throws {
        let (loaded, faults) = try load(host: Self.host + "\n" + line, presses: ["a.yaml": Self.press])
        #expect(faults.isEmpty && loaded?.host.shadow == choice)
    }

    @Test(
        arguments: [
            ("shadow: offf", "shadow"), ("shadow: {}", "name"), ("shadow: { name: \"a b\" }", "1 to 64"),
            ("shadow: { name: adapter-host }", "choose another one"), ("shadow: { nane: x }", "did you mean \"name\""),
            ("filter: { whenDisabled: wait }", "whenDisabled"),
        ])
    func `a shadow that cannot be is a fault`(line: String, part: String) throws {
        let (_, faults) = try load(host: Self.host + "\n" + line, presses: ["a.yaml": Self.press])
        #expect(faults.contains { $0.hasPrefix("host.yaml:3:") || $0.contains(part) }, "\(faults)")
        #expect(!faults.isEmpty)
    }

    @Test(arguments: [
        ("stalledAfter: 100ms", "host.yaml:3:15: \"stalledAfter\" must be at least 1s"),
        ("deadLetters: { maxSize: 10KiB }", "\"maxSize\" must be at least 1MiB"),
        ("deadLetters: { maxAge: 1s }", "\"maxAge\" must be at least 1min"),
        ("deadLetters: { maxCount: 0 }", "\"maxCount\" must be a whole number from 1 to 1000000"),
    ])
    func `limits that cannot be are faults`(line: String, says: String) throws {
        let (_, faults) = try load(host: Self.host + "\n" + line, presses: ["a.yaml": Self.press])
        #expect(faults.count == 1 && faults.contains { $0.contains(says) }, "\(faults)")
    }

    @Test func `a broker's other nodes are read, with the first one's port where they name none`() throws {
        let host =
            "broker: { host: a, port: 1884, tls: none, topic: t, clientId: c, others: [%@] }\npresses: [presses/*.yaml]"
        func nodes(_ text: String) throws -> (nodes: [BrokerSettings.Node]?, faults: [String]) {
            let (loaded, faults) = try load(
                host: host.replacing("%@", with: text), presses: ["a.yaml": Self.press])
            return (loaded?.host.broker.others, faults)
        }
        let good = try nodes("b, \"c:1\", \"[::1]:2\", \"[::1]\"")
        #expect(good.faults.isEmpty)
        let expected = [("b", 1884), ("c", 1), ("::1", 2), ("::1", 1884)].map {
            BrokerSettings.Node(host: $0, port: $1)
        }
        #expect(good.nodes == expected)
        for text in ["\"b:\"", "\"b:x\"", "\"b:0\"", "\":1\"", "\"\"", "\"[::1]x\"", "\"b c\""] {
            let bad = try nodes(text)
            #expect(bad.faults.count == 1 && bad.faults[0].contains("is no host:port"), "\(text): \(bad.faults)")
        }
    }

    @Test func `a broker in the clear on another machine must be meant, also as another node`() throws {
        let host = """
            broker: { host: 127.0.0.1, topic: t, clientId: c, others: ["10.0.0.2:1883"] }
            presses: [presses/*.yaml]
            """
        let (_, faults) = try load(host: host, presses: ["a.yaml": Self.press])
        #expect(faults.count == 1 && faults[0].contains("needs tls:"), "\(faults)")
    }

    @Test func `dead letters have usual limits, and others`() throws {
        #expect(try load(presses: ["a.yaml": Self.press]).loaded?.host.deadLetters == DeadLetterLimits())
        let line = "deadLetters: { maxCount: 7, maxSize: 2MiB, maxAge: 30d }"
        let loaded = try load(host: Self.host + "\n" + line, presses: ["a.yaml": Self.press]).loaded
        #expect(loaded?.host.spoolSettings.deadLetters == DeadLetterLimits(count: 7, bytes: 2 << 20, age: 2_592_000))
    }

    @Test func `finds the faults of all files at once`() throws {
        let (_, faults) = try load(
            host: Self.host + "\nstaet: x\ndelivery: { window: 300 }\n",
            presses: [
                "a.yaml": "id: a\nadapter: prinekt\n",
                "b.yaml": "id: b\nadapter: csv\nfoldr: x\neventType: e\nasset: { id: x, type: T }\ndelimiter: \";;\"\n",
            ])
        #expect(faults.contains { $0 == "host.yaml:3:1: unknown key \"staet\" (did you mean \"state\"?)" })
        #expect(faults.contains { $0.hasPrefix("host.yaml:4:21: \"window\" must be a whole number from 1 to 200") })
        #expect(
            faults.contains {
                $0.hasPrefix("presses/a.yaml:2:10: unknown adapter \"prinekt\" (did you mean \"prinect\"?)")
            })
        #expect(
            faults.contains { $0.hasPrefix("presses/b.yaml:3:1: unknown key \"foldr\" (did you mean \"folder\"?)") })
        #expect(faults.contains { $0.hasPrefix("presses/b.yaml:1:1: \"folder\" is missing") })
        #expect(faults.contains { $0.hasPrefix("presses/b.yaml:6:") })
    }

    @Test func `refuses two sources with one id or one folder`() throws {
        let (_, faults) = try load(presses: [
            "a.yaml": Self.press, "b.yaml": Self.press.replacing("folder: in", with: "folder: ./in/../in"),
        ])
        #expect(faults.contains { $0.hasPrefix("presses/b.yaml:1:5: the id \"a\" is used already at ") })
        #expect(faults.contains { $0.contains("is read already at") })
    }

    @Test func `refuses a configuration that cannot make a valid header`() throws {
        let (_, faults) = try load(presses: [
            "a.yaml": "id: a\nadapter: prinect\nfolder: in\nassets:\n  \"6000\": { id: cut }\n"
        ])
        #expect(faults == ["presses/a.yaml:5:11: \"type\" is missing for \"6000\", and asset: has none either"])
    }

    @Test(arguments: [
        ("id: a\nid: b\n", "1:1: \"id\" stands more than once"),
        ("a: &x 1\nb: *x\n", "anchors and aliases"),
        ("a: [1\n", "not valid YAML"),
        ("- 1\n", "1:1: expected a mapping"),
        ("\ta: 1\n", "not valid YAML"),
        ("a: 1\n---\nb: 2\n", "not valid YAML"),
    ])
    func `refuses odd YAML with its place`(text: String, says: String) throws {
        let (_, faults) = try load(presses: ["a.yaml": text])
        #expect(faults.contains { $0.contains(says) }, "\(faults)")
    }

    @Test func `finds every key that stands twice, in one pass`() throws {
        let (_, faults) = try load(presses: ["a.yaml": Self.press + "\nid: b\nfolder: c\nzone: UTC\nzone: UTC\n"])
        #expect(faults.filter { $0.contains("stands more than once") }.count == 3)
    }

    @Test func `puts environment variables in and names those that are not set`() throws {
        let press = Self.press.replacing("id: x", with: "id: \"${SITE}-$$-$x\"")
        let (loaded, _) = try load(presses: ["a.yaml": press], environment: ["SITE": "north"])
        #expect(loaded != nil)
        let (_, faults) = try load(presses: ["a.yaml": press])
        #expect(faults == ["presses/a.yaml:4:14: the environment variable SITE is not set"])
    }

    @Test func `names files that are missing`() throws {
        let (_, faults) = try load(
            host: """
                broker: { host: h, topic: t, tls: { ca: no.pem, certificate: no.pem, key: no.key } }
                presses: [presses/none.yaml]
                """)
        #expect(faults.count == 4)
        #expect(faults.allSatisfy { $0.contains("No such file") || $0.contains("matches no file") })
    }

    private static let platform = "platform: { environment: stg, certificateStore: . }\npresses: [presses/*.yaml]\n"
    private static let environment = ["env.stg": "stage=stg\nbase_url=\napi_key=\napi_version=v2\n"]

    /// A store's files as texts, beside host.yaml.
    private func store(
        validity: Validity = .days(365), commonName: String? = nil, names: [StoreFile: String] = [:]
    ) throws -> [String: String] {
        let authority = try CertificateAuthority(commonName: "Root")
        let identity = try TestIdentity(
            "device-1", from: authority, commonName: commonName, validity: validity, endpoint: "iot.example.com",
            port: 443)
        return try identity.material().files.reduce(into: Self.environment) { files, file in
            files[names[file.key] ?? file.key.name] = String(decoding: file.value, as: UTF8.self)
        }
    }

    @Test func `the platform's environment chooses the topic, a store the broker`() throws {
        var files = try store(names: [.clientID: "ClientID.txt", .authority: "AmazonRootCA1.pem"])
        files["AmazonRootCA1.pem"] = nil
        let (_, faults) = try load(host: Self.platform, presses: ["a.yaml": Self.press], files: files)
        #expect(faults.count == 1)
        #expect(faults.first?.hasPrefix("host.yaml:1:49: ") == true, "\(faults)")
        #expect(faults.first?.contains("amazonRootCA1.pem") == true)
        files = try store(names: [.clientID: "ClientID.txt", .authority: "AmazonRootCA1.pem"])
        let (loaded, none) = try load(host: Self.platform, presses: ["a.yaml": Self.press], files: files)
        #expect(none.isEmpty)
        #expect(loaded?.host.topic == "$aws/rules/iot_data_platform_telemetry_stg")
        #expect(loaded?.host.broker.clientID == "device-1")
        #expect(loaded?.host.broker.tls?.alpn == "x-amzn-mqtt-ca")
        #expect(loaded?.host.delivery.rate == 88)
    }

    @Test func `a store's own topic wins, and a variable wins over the file`() throws {
        var files = try store()
        let (first, _) = try load(
            host: Self.platform, presses: ["a.yaml": Self.press], environment: ["STAGE": "prd"], files: files)
        #expect(first?.host.topic == "$aws/rules/iot_data_platform_telemetry_prd")
        files["properties.json"] = #"{"mqtt_endpoint":"h","telemetry_topic":"$aws/rules/mine_{env}"}"#
        let (second, _) = try load(host: Self.platform, presses: ["a.yaml": Self.press], files: files)
        #expect(second?.host.topic == "$aws/rules/mine_stg")
    }

    @Test func `a fault of the store stops the host, a warning does not`() throws {
        let now = SystemClock.seconds()
        let old = try store(validity: Validity(notBefore: now - 100, notAfter: now - 10))
        let (_, faults) = try load(host: Self.platform, presses: ["a.yaml": Self.press], files: old)
        #expect(faults.count == 1 && faults.first?.contains("has expired") == true, "\(faults)")
        let (loaded, none) = try load(
            host: Self.platform, presses: ["a.yaml": Self.press],
            files: try store(validity: .days(3), commonName: "another"))
        #expect(none.isEmpty)
        let codes = loaded?.host.platform?.inspection.findings.map(\.code) ?? []
        #expect(codes.contains("expires-soon") && codes.contains("client-id-differs"))
    }

    @Test func `without an identity the host provisions only if it was told to`() throws {
        let (_, faults) = try load(host: Self.platform, presses: ["a.yaml": Self.press], files: Self.environment)
        #expect(faults.count == 1 && faults.first?.contains("adapter-host provision") == true)
        let host = Self.platform.replacing("certificateStore: .", with: "certificateStore: ., provision: firstUse")
        let (loaded, none) = try load(host: host, presses: ["a.yaml": Self.press], files: Self.environment)
        #expect(none.isEmpty && loaded?.host.platform?.needsProvisioning == true)
        var part = try store()
        part["deviceCert.cert"] = nil
        let (_, missing) = try load(host: host, presses: ["a.yaml": Self.press], files: part)
        #expect(missing.count == 1 && missing.first?.contains("deviceCert.cert") == true, "part of one is a fault")
    }

    @Test(arguments: [
        ("stage=stg\nstage=dev\n", "env.stg:2:1: stage= stands twice"), ("base_url=x\n", "stage= is missing"),
        ("stage=s/t\n", "letters and digits"), ("stage=stg\napi_version=v9\n", "one of v2"),
        ("\u{FEFF}stage=stg\r\nhello\r\n", "env.stg:2:1: expected key=value"),
    ])
    func `odd environment files`(text: String, says: String) throws {
        let (_, faults) = try load(host: Self.platform, presses: ["a.yaml": Self.press], files: ["env.stg": text])
        #expect(faults.contains { $0.contains(says) }, "\(faults)")
    }

    @Test func `a secret in an env file never appears in a fault`() throws {
        let host = "platform: { environment: stg, certificateStore: . }\npresses: [presses/*.yaml]\n"
        let (_, faults) = try load(
            host: host, presses: ["a.yaml": Self.press],
            files: ["env.stg": "stage=stg\napi_key=hunter2\napi_kee=hunter2\n"])
        #expect(faults.contains { $0.contains("unknown key \"api_kee\"") })
        #expect(!faults.joined().contains("hunter2"))
    }
}
