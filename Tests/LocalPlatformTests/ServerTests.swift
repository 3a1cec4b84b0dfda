import Foundation
import TestServers
import Testing

@testable import LocalPlatform

@Suite struct ServerTests {
    private static let hasMosquitto = TestBroker.publisher != nil && TestBroker.subscriber != nil
    private let topic = "$aws/rules/iot_data_platform_telemetry_dev"

    @Test(.enabled(if: hasMosquitto, "mosquitto-clients is not installed"))
    func `libmosquitto publishes and subscribes over TCP`() async throws {
        try await RunningPlatform.with { platform in
            let port = platform.addresses.mqttPort
            let subscriber = try #require(try await TestSubscriber.listening(port: port, topic: "t/#"))
            let sent = try await publish(platform, ["-p", "\(port)", "-q", "1", "-t", "t/1", "-m", "hello"])
            #expect(sent.status == 0)
            #expect(try await eventually { subscriber.lines().contains("hello") })
            let event = #"{"eventType":"ODA","payload":{}}"#
            let ingested = try await publish(platform, ["-p", "\(port)", "-q", "1", "-t", topic, "-m", event])
            #expect(ingested.status == 0)
            #expect(try await platform.state()["counts"]?["events"] == 1)
        }
    }

    @Test(.enabled(if: hasMosquitto, "mosquitto-clients is not installed"))
    func `libmosquitto connects by mutual TLS with the certificate of its client id`() async throws {
        try await RunningPlatform.with { platform in
            let identity = try platform.platform.issueIdentity(clientID: "press-1")
            let material = try tls(platform, identity)
            let message = ["-q", "1", "-t", topic, "-m", #"{"payload":{}}"#]
            let right = try await publish(platform, material + ["-i", "press-1"] + message)
            #expect(right.status == 0, "\(right.output)")
            #expect(try await platform.state()["counts"]?["events"] == 1)
            // 5: refused, not authorised.
            #expect(try await publish(platform, material + ["-i", "press-2"] + message).status == 5)
            let withoutCertificate = material.prefix(4) + ["-i", "press-1"]
            #expect(try await publish(platform, withoutCertificate + message).status != 0)
            let line = "TLS: peer did not return a certificate"
            #expect(try await eventually { platform.lines.all.contains { $0.hasSuffix(line) } })
            let alpn = try await publish(
                platform, material + ["--tls-alpn", "x-amzn-mqtt-ca", "-i", "press-1"] + message)
            // Within a second of the first: refused for that, which needs the handshake to have worked.
            #expect([0, 3].contains(alpn.status), "\(alpn.output)")
            #expect(try await platform.state()["counts"]?["events"]?.integer ?? 0 >= 1)
        }
    }

    @Test func `A certificate of another authority is refused`() async throws {
        try await RunningPlatform.with { one in
            try await RunningPlatform.with { other in
                let foreign = try other.platform.issueIdentity(clientID: "press-1")
                let message = ["-i", "press-1", "-q", "1", "-t", topic, "-m", #"{"payload":{}}"#]
                let material = try tls(one, foreign, trusting: one)
                #expect(try await publish(one, material + message).status != 0)
                #expect(try await one.state()["counts"]?["events"] == 0)
            }
        }
    }

    @Test func `Malformed bytes close the connection, and only that`() async throws {
        try await RunningPlatform.with { platform in
            let well = try await platform.client("well")
            let ill = try await platform.client("ill")
            try await ill.send([0x00, 0x00])
            #expect(try await ill.ends())
            let garbage = try RawConnection(port: platform.addresses.mqttPort)
            try await garbage.send("GET / HTTP/1.1\r\n\r\n")
            #expect(try await garbage.ends())
            try await well.send(RunningPlatform.bytes([.pingreq]))
            #expect(try await well.reads { $0.bytes.suffix(2) == [0xd0, 0x00] })
            let isNamed = try await eventually { platform.lines.all.contains { $0.hasPrefix("- \"ill\": malformed") } }
            #expect(isNamed)
        }
    }

    @Test func `Who only tries the port gets no line`() async throws {
        try await RunningPlatform.with { platform in
            for port in [platform.addresses.mqttPort, platform.addresses.tlsPort] {
                _ = try RawConnection(port: port)
            }
            _ = try await platform.client("a")
            #expect(try await eventually { platform.lines.all.contains { $0.hasPrefix("+ \"a\"") } })
            #expect(platform.lines.all.count <= 2)
            #expect(!platform.lines.all.contains { $0.contains("TLS") })
        }
    }

    @Test func `Packets may come in pieces and many at once`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("a")
            let bytes = RunningPlatform.bytes((1...20).map { RunningPlatform.event("u\($0)", packetID: $0) })
            for part in stride(from: 0, to: bytes.count, by: 37) {
                try await client.send(Array(bytes[part..<min(part + 37, bytes.count)]))
            }
            let answers = RunningPlatform.bytes((1...20).map { .puback($0) })
            #expect(try await client.reads { $0.bytes.suffix(answers.count) == answers[...] })
        }
    }

    @Test func `The newest connection of an id cuts the older`() async throws {
        try await RunningPlatform.with {
            $0.limits = .none
        } _: { platform in
            let older = try await platform.client("a")
            let newer = try await platform.client("a")
            #expect(try await older.ends())
            #expect(newer.read() == [0x20, 2, 0, 0])
        }
    }

    @Test func `More than 512 KiB a second are read later, not lost`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("a")
            let payload = [UInt8](repeating: 0x20, count: 60 * 1024)
            let start = ContinuousClock.now
            for number in 1...20 as ClosedRange<UInt16> {
                let publish = MQTTPublish(topic: "t", payload: payload, qualityOfService: 1, packetID: number)
                try await client.send(RunningPlatform.bytes([.publish(publish)]))
            }
            let isAcknowledged = try await client.reads { $0.bytes.suffix(4) == [0x40, 2, 0, 20] }
            #expect(isAcknowledged)
            // 1200 KiB, of which the first 512 are free, and the last as much as the loop reads in one go.
            #expect(ContinuousClock.now - start >= .milliseconds(500))
        }
    }

    @Test func `A platform that stops reading goes on where it was`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("a")
            _ = try await platform.http("POST", "/api/faults", #"{"stopReading":true}"#)
            try await client.send(RunningPlatform.bytes([RunningPlatform.event("u1")]))
            try await Task.sleep(for: .milliseconds(100))
            #expect(client.read().count == 4)
            #expect(try await platform.state()["counts"]?["events"] == 0)
            _ = try await platform.http("POST", "/api/reset")
            #expect(try await client.reads { $0.bytes.suffix(4) == [0x40, 2, 0, 1] })
        }
    }

    @Test func `Answers are delayed in their order`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("a")
            _ = try await platform.http("POST", "/api/faults", #"{"delayMilliseconds":200}"#)
            let start = ContinuousClock.now
            try await client.send(RunningPlatform.bytes([RunningPlatform.event("u1"), .pingreq]))
            while try await platform.state()["counts"]?["events"] != 1 { await Task.yield() }
            // What is sent without a delay does not overtake.
            _ = try await platform.http("POST", "/api/reset")
            try await client.send(RunningPlatform.bytes([.pingreq]))
            #expect(try await client.reads { $0.bytes.count == 4 + 4 + 2 + 2 })
            #expect(client.bytes.dropFirst(4) == [0x40, 2, 0, 1, 0xd0, 0, 0xd0, 0])
            #expect(ContinuousClock.now - start >= .milliseconds(200))
        }
    }

    @Test func `Shadows and assets survive a restart, and so does the authority`() async throws {
        let folder = try TemporaryFolder()
        var authority = ""
        try await RunningPlatform.with(folder: folder) { platform in
            let answer = try await platform.http(
                "POST", "/api/shadows/press/named", #"{"state":{"desired":{"a":1.50}}}"#)
            #expect(answer?.status == 200)
            _ = try await platform.http("POST", "/v2/provisioning", headers: ["x-api-key: test-key"])
            authority = try String(contentsOfFile: platform.file("ca.pem"), encoding: .utf8)
        }
        try await RunningPlatform.with(folder: folder) { platform in
            let document = try await platform.http("GET", "/api/shadows/press/named")?.json
            #expect(document?["state"]?["desired"] == ["a": .number("1.50")])
            #expect(document?["version"] == 1)
            #expect(try await platform.state()["assets"]?.array?.count == 1)
            #expect(try String(contentsOfFile: platform.file("ca.pem"), encoding: .utf8) == authority)
        }
    }

    @Test func `A damaged file of shadows is set aside`() async throws {
        let folder = try TemporaryFolder()
        try await RunningPlatform.with(folder: folder) { _ in }
        try Data("{".utf8).write(to: URL(fileURLWithPath: folder.file("platform/shadows.json")))
        try await RunningPlatform.with(folder: folder) { platform in
            let shadows = try await platform.http("GET", "/api/shadows")?.json
            #expect(shadows == [])
            #expect(FileManager.default.fileExists(atPath: platform.file("shadows.json.damaged")))
            #expect(platform.lines.all.contains { $0.contains("is damaged") })
        }
    }

    @Test func `A folder has one platform at a time, a port too`() async throws {
        try await RunningPlatform.with { platform in
            let second = LocalPlatform(LocalPlatformOptions(folder: platform.file("")))
            await #expect(throws: LocalPlatformFault.self) { try await second.start() }
            for set in [\LocalPlatformOptions.mqttPort, \.tlsPort, \.httpPort] {
                var options = LocalPlatformOptions(folder: platform.folder.file("other"))
                options[keyPath: set] = platform.addresses.mqttPort
                let other = LocalPlatform(options)
                await #expect(throws: LocalPlatformFault.self) { try await other.start() }
            }
            var options = LocalPlatformOptions(folder: platform.folder.file("other"))
            options.apiKey = "k"
            let other = LocalPlatform(options)
            try await other.start()
            await other.stop()
        }
    }

    private func publish(_ platform: RunningPlatform, _ arguments: some Sequence<String>) async throws -> Program.Result
    {
        try await Program.run(TestBroker.publisher ?? "", ["-h", "127.0.0.1"] + arguments)
    }

    /// mosquitto's options for an identity; the first four trust the platform, the others show a certificate.
    private func tls(
        _ platform: RunningPlatform, _ identity: ClientIdentity, trusting: RunningPlatform? = nil
    ) throws -> [String] {
        let certificate = platform.folder.file("client.pem")
        let key = platform.folder.file("client.key")
        try identity.certificatePEM.write(toFile: certificate, atomically: true, encoding: .utf8)
        try identity.privateKeyPEM.write(toFile: key, atomically: true, encoding: .utf8)
        let root = (trusting ?? platform).file("ca.pem")
        return [
            "-p", "\(platform.addresses.tlsPort)", "--cafile", root, "--cert", certificate, "--key", key,
        ]
    }
}
