import Certificates
import Foundation
import Glibc
import IoTTransport
import TestServers
import Testing

/// What `doctor --json` says in situations that are broken in one way each: cause and next step, word for word.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct DoctorTests {
    private func broker(_ port: Int, _ topic: String = Plant.topic, tls: String = "none") -> String {
        "{ host: 127.0.0.1, port: \(port), clientId: hall, topic: \"\(topic)\", tls: \(tls) }"
    }

    private func tlsBroker(_ certificates: TestCertificates) async throws -> TestBroker {
        let broker = try TestBroker(settings: certificates.brokerSettings)
        try await broker.start()
        return broker
    }

    private func tls(_ certificates: TestCertificates, ca: String = "ca", client: String = "client") -> String {
        """
        { ca: \(certificates.path("\(ca).pem")), certificate: \(certificates.path("\(client).pem")), \
        key: \(certificates.path("\(client).key")) }
        """
    }

    /// A client's certificate and key, as files.
    private func issue(_ name: String, _ validity: Validity, _ certificates: TestCertificates) throws {
        let key = try PrivateKey(.p256)
        let certificate = try certificates.authority.issueClient(
            key.publicKey, commonName: "hall", validity: validity)
        try certificate.pem().write(toFile: certificates.path("\(name).pem"), atomically: true, encoding: .utf8)
        try key.pem().write(toFile: certificates.path("\(name).key"), atomically: true, encoding: .utf8)
    }

    @Test func `no broker`() throws {
        let port = try TestBroker.freePort()
        let found = try Diagnosis(Plant(broker: broker(port)), names: ["\(port)": "{port}"])
        #expect(found.status == 1 && found.verdict == "failure" && found.troubles == ["broker.unreachable"])
        #expect(
            found.words("broker.unreachable") == """
                failure broker: No broker answers at mqtt://127.0.0.1:{port}: Connection refused. → Check that the broker \
                runs, that this machine's network works, and that the plant's firewall lets TCP port {port} out. Once it \
                answers, the host connects by itself.
                """)
    }

    @Test func `an expired certificate`() async throws {
        let certificates = try TestCertificates()
        let yesterday = Int64(time(nil)) - 86_400
        try issue("old", Validity(notBefore: yesterday - 86_400, notAfter: yesterday), certificates)
        let broker = try await tlsBroker(certificates)
        let plant = try Plant(broker: self.broker(broker.port, tls: tls(certificates, client: "old")))
        let found = try Diagnosis(
            plant, names: [UTCText.text(yesterday): "{yesterday}", certificates.path("old.pem"): "{certificate}"])
        #expect(found.status == 1 && found.troubles.first == "certificate.expired", "\(found.findings)")
        #expect(
            found.words("certificate.expired") == """
                failure certificate: This device's certificate has expired ({yesterday}; {certificate}): the broker lets \
                it in no more. → If this machine's clock is right, ask the platform's side for a new certificate and \
                install it with: adapter-host provision import DIR. Until then events wait on this machine.
                """)
        #expect(found.words("tls.trusted") != nil && found.words("session.accepted") == nil)
    }

    @Test func `a wrong authority`() async throws {
        let certificates = try TestCertificates()
        let broker = try await tlsBroker(certificates)
        try issue("good", .days(90), certificates)
        let plant = try Plant(broker: self.broker(broker.port, tls: tls(certificates, ca: "foreign", client: "good")))
        let found = try Diagnosis(
            plant, names: ["\(broker.port)": "{port}", certificates.path("foreign.pem"): "{authority}"])
        #expect(found.status == 1 && found.troubles == ["tls.authority"], "\(found.findings)")
        #expect(
            found.words("tls.authority") == """
                failure broker: This machine does not trust mqtts://127.0.0.1:{port}: the broker's certificate does not \
                come from the authority in {authority}, or is for another name or time (that authority did not issue it: \
                it is CN=127.0.0.1, issued by CN=ca). → Put the right authority (CA) into {authority}; for the platform: \
                adapter-host provision --repair. Also check the broker's name in host.yaml and this machine's clock. A \
                firewall that opens TLS has the same effect: ask for an exception.
                """)
    }

    @Test func `a wrong rule name`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(broker: self.broker(broker.port, "$aws/rules/iot_data_platform_telemetry_dve"))
        let found = try Diagnosis(plant)
        #expect(found.troubles == ["topic.rule"], "\(found.findings)")
        #expect(
            found.words("topic.rule") == """
                failure broker: Events go to $aws/rules/iot_data_platform_telemetry_dve, a rule that the platform does not \
                have (it has iot_data_platform_telemetry_dev, iot_data_platform_telemetry_stg, \
                iot_data_platform_telemetry_prd): the broker confirms them all the same, and nobody gets them. → Correct \
                the topic in host.yaml (platform.environment, or broker.topic), then start the host again.
                """)
    }

    @Test func `a full disk`() async throws {
        guard let disk = try SmallDisk() else { return }
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(broker: self.broker(broker.port), state: disk.path + "/state")
        let run = try plant.start(["--once"])
        #expect(try await run.exitStatus(within: .seconds(30)) == 0, "\(run.lines().suffix(3))")
        try disk.fill()
        let found = try Diagnosis(plant, names: [disk.path: "{disk}"])
        #expect(found.status == 1 && found.troubles == ["disk.full"], "\(found.findings)")
        #expect(
            found.words("disk.full") == """
                failure spool: The disk that holds {disk}/state is full (0 B free): nothing more is read from the presses. \
                Their files stay where they are, nothing is lost. → Make room on this disk (try: df -h, then du -x -h \
                --max-depth=2 / | sort -h). Reading goes on by itself.
                """)
    }

    @Test func `a folder that may not be read`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(broker: self.broker(broker.port))
        chmod(plant.inbox, 0)
        defer { chmod(plant.inbox, 0o700) }
        // Root may read everything, unless it gives that up.
        let rights = "-dac_override,-dac_read_search"
        let wrapper = getuid() == 0 ? ["/usr/bin/setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"] : []
        let user = getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "\(geteuid())"
        let found = try Diagnosis(plant, names: ["user \(user)": "user {user}"], wrapper: wrapper)
        #expect(found.status == 1 && found.troubles == ["folder.unreadable"], "\(found)")
        #expect(
            found.words("folder.unreadable") == """
                failure press cutter-1: {folder}/presses/../in cannot be used by the user {user}: Permission denied. → Give \
                the user {user} the right to read and write there (try: ls -ld {folder}/presses/../in); on a network drive \
                also in the share's own settings. Reading goes on by itself.
                """)
    }

    @Test func `a machine that the press file does not know`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(broker: self.broker(broker.port))
        try plant.setPress("assets: { \"7000\": { id: x, type: T } }")
        try plant.feed(2)
        let run = try plant.start(["--once"])
        #expect(try await run.exitStatus(within: .seconds(30)) == 1)
        let found = try Diagnosis(plant)
        #expect(found.status == 0 && found.verdict == "warning" && found.troubles == ["asset.unknown"])
        #expect(
            found.words("asset.unknown") == """
                warning press cutter-1: 2 records name machines that the press file does not know (unknown_asset: no entry \
                in assets: for "6000"; add one, or set unknownAsset: useKey; feed-1.xml:3:60). They are kept as dead \
                letters. → Add the machine under assets: in the press file, have the host read its \
                configuration again (systemctl reload adapter-host), then: adapter-host \
                dead-letters retry --reason unknown_asset
                """)
    }

    @Test func `a type that the platform has switched off`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let service = try #require(try await ShadowService.start(port: broker.port, timestamp: time(nil)))
        defer { service.stop() }
        try service.desire("$aws/things/hall/shadow", .object(["event_type_blacklist": .array([.string("ODA")])]))
        let plant = try Plant(broker: self.broker(broker.port), more: "shadow: on")
        let host = try plant.start()
        #expect(try await eventually { host.lines().contains { $0.contains("\"blacklist\":\"ODA\"") } })
        try plant.feed(3)
        #expect(try await eventually { try plant.places().done == 1 })
        let found = try Diagnosis(plant)
        #expect(found.status == 0 && found.troubles == ["filter.blacklist"], "\(found.findings)")
        #expect(
            found.words("filter.blacklist") == """
                warning shadow: Events of the type ODA are not sent: the platform has switched it off (3 events were left \
                out so far). → If that is not wanted, have the platform's side take it off event_type_blacklist, or: \
                adapter-host shadow set --remove-blacklist TYPE
                """)
        #expect(
            found.words("clock.ok")
                == "ok clock: It agrees with the platform's clock (its shadow service). → ")
    }

    @Test func `a press that has been silent for long`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(broker: self.broker(broker.port))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -3 * 3_600)], ofItemAtPath: plant.inbox)
        let found = try Diagnosis(plant)
        #expect(found.status == 0 && found.troubles == ["press.silent"], "\(found.findings)")
        #expect(
            found.words("press.silent") == """
                warning press cutter-1: Nothing has come from this press for 3 h. → If the press is producing, check that \
                it is switched on for data output and writes into {folder}/presses/../in; if it stands still, all is well.
                """)
    }

    @Test func `a clock that is an hour off`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let service = try #require(try await ShadowService.start(port: broker.port, timestamp: time(nil) - 3_600))
        defer { service.stop() }
        try service.desire("$aws/things/hall/shadow", .object(["event_publishing_enabled": .bool(true)]))
        let plant = try Plant(broker: self.broker(broker.port), more: "shadow: on")
        let found = try Diagnosis(plant)
        #expect(found.status == 1 && found.troubles == ["clock.off"], "\(found.findings)")
        #expect(
            found.words("clock.off") == """
                failure clock: This machine's clock is 60 min ahead of the platform's clock (its shadow service): events \
                may carry wrong times, and certificates seem to be invalid. → Set the clock right and keep it so: \
                timedatectl set-ntp true (check with: timedatectl). The time zone of a press is its zone: in the press file.
                """)
    }

    @Test func `all is well beside a running host, and one event is published if asked for`() async throws {
        let certificates = try TestCertificates()
        let broker = try await tlsBroker(certificates)
        try issue("good", .days(90), certificates)
        let plant = try Plant(broker: self.broker(broker.port, "telemetry", tls: tls(certificates, client: "good")))
        let host = try plant.start()
        #expect(try await eventually { host.lines().contains { $0.contains("connected as hall") } })
        let found = try Diagnosis(plant, ["--publish"])
        #expect(found.status == 0 && found.verdict == "ok", "\(found.findings)")
        let expected = [
            "configuration.ok", "host.running", "disk.ok", "spool.ok", "deadLetters.none", "certificate.ok",
            "broker.port",
            "tls.trusted", "session.accepted", "shadow.off", "publish.acknowledged", "topic.ok", "clock.unchecked",
            "folder.ok",
        ]
        #expect(found.findings.map(\.id) == expected)
        #expect(!host.lines().contains { $0.contains("next try") }, "the host's session was cut")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        #expect(try plant.counters().queued == 0)
    }

    @Test func `a bad configuration is one finding a fault, and the rest is looked at all the same`() throws {
        let plant = try Plant(broker: broker(try TestBroker.freePort()))
        try plant.setPress("asset: { id: x, type: T }\nunknownAsset: usekey")
        let found = try Diagnosis(plant)
        #expect(found.status == 78 && found.troubles == ["configuration.fault", "broker.unreachable"])
        #expect(found.words("configuration.fault")?.contains("cutter.yaml:6:15: ") == true, "\(found.findings)")
    }
}
