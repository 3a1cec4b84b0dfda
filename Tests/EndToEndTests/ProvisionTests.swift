import Certificates
import Foundation
import Glibc
import IoTTransport
import Synchronization
import TestServers
import Testing

/// The commands around the certificate store, as a person uses them.
@Suite(.serialized) struct ProvisionTests {
    @Test func `provisions, shows the steps, and shows what it got`() throws {
        let site = try PlatformSite()
        let before = try site.run(["provision", "status", "--json"])
        #expect(before.status == 1 && before.output.contains("\"code\":\"no-identity\""))
        let result = try site.run(["provision"])
        #expect(result.status == 0 && result.complaints.isEmpty)
        #expect(result.output.contains("installed in ") && result.output.contains("\"device-1\" is good until"))
        let status = try site.run(["provision", "status"])
        #expect(status.status == 0)
        for part in [
            "client id    device-1", "127.0.0.1:8883", "CN=device-1", "the store can be used", "telemetry_dev",
        ] {
            #expect(status.output.contains(part), "\(status.output)")
        }
        let json = try site.run(["provision", "status", "--json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(object["usable"] as? Bool == true && object["clientId"] as? String == "device-1")
        #expect((object["certificate"] as? [String: Any])?["subject"] as? String == "CN=device-1")
        let again = try site.run(["provision"])
        #expect(again.status == 78 && again.complaints.contains("has a certificate already"))
        #expect(site.server.devices == 1)
        let check = try site.run(["check"])
        #expect(check.status == 0 && check.output.contains("mqtts://127.0.0.1:8883"))
    }

    @Test func `part of an identity is never overwritten`() throws {
        let site = try PlatformSite(policy: "firstUse")
        try TestIdentity("old", from: site.authority).write(to: site.store)
        try FileManager.default.removeItem(atPath: site.store + "/devicePrivateKey.pem")
        for arguments in [["provision"], ["run", "--once"]] {
            let result = try site.run(arguments)
            #expect(result.status == 78 && result.complaints.contains("devicePrivateKey.pem"), "\(result)")
        }
        #expect(site.server.devices == 0)
    }

    @Test func `imports, stages and repairs`() throws {
        let site = try PlatformSite()
        let stick = site.folder.file("stick")
        try TestIdentity("first", from: site.authority).write(
            to: stick, names: [.clientID: "ClientID.txt"], mode: 0o644)
        let first = try site.run(["provision", "import", stick])
        #expect(first.status == 0 && site.contents.clientID == "first" && site.contents.loose.isEmpty, "\(first)")
        #expect(try site.run(["provision", "import", stick]).output.contains("nothing to do"))
        try FileManager.default.removeItem(atPath: stick)
        try TestIdentity("second", from: site.authority).write(to: stick)
        let second = try site.run(["provision", "import", stick])
        #expect(second.status == 0 && second.output.contains("waits in"))
        #expect(site.contents.clientID == "first")
        let status = try site.run(["provision", "status"])
        #expect(status.output.contains("waits to be tried") && status.output.contains("second"))
        try FileManager.default.removeItem(atPath: stick + "/deviceCert.cert")
        let third = try site.run(["provision", "import", stick])
        #expect(third.status == 1 && third.complaints.contains("deviceCert.cert"))
        chmod(site.store + "/devicePrivateKey.pem", 0o644)
        try FileManager.default.removeItem(atPath: site.store + "/properties.json")
        #expect(try site.run(["check"]).status == 78)
        let repair = try site.run(["provision", "--repair"])
        #expect(repair.status == 0 && repair.output.contains("properties.json"), "\(repair)")
        #expect(site.contents.loose.isEmpty)
        #expect(try site.run(["check"]).status == 0)
        #expect(site.server.devices == 0)
    }

    @Test func `wrong usage and wrong configuration have their own codes`() throws {
        let site = try PlatformSite()
        #expect(try site.run(["provision", "--repair", "--force"]).status == 64)
        #expect(try site.run(["provision", "import"]).status == 64)
        let withoutKey = try HostProcess.run(["provision"] + site.configuration, environment: ["API_KEY": ""])
        #expect(withoutKey.status == 78 && withoutKey.complaints.contains("API_KEY"))
        site.server.stop()
        let away = try site.run(["provision"])
        #expect(away.status == 1 && away.complaints.contains("cannot be reached"))
    }

    @Test(.enabled(if: TestBroker.program != nil, "needs mosquitto"))
    func `provisions on first use, connects, and swaps in an imported certificate`() async throws {
        let certificates = try TestCertificates()
        let broker = try TestBroker(settings: certificates.brokerSettings)
        try await broker.start()
        let site = try PlatformSite(
            policy: "firstUse", authority: certificates.authority, brokerPort: broker.port)
        let host = try site.start(["run", "--log-level", "trace"])
        #expect(
            try await eventually(.seconds(30)) { site.printed().contains("connected as device-1") }, "\(site.printed())"
        )
        #expect(site.server.devices == 1)
        let locked = try site.run(["provision", "--force"])
        #expect(locked.status == 1 && locked.complaints.contains("another process ("))
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(15)) == 0)
        let stick = site.folder.file("stick")
        // An hour more, so that the days that are left do not depend on how long this takes.
        let now = SystemClock.seconds()
        let validity = Validity(notBefore: now - 300, notAfter: now + 5 * 86_400 + 3600)
        try TestIdentity("renewed", from: certificates.authority, validity: validity, port: broker.port).write(
            to: stick)
        #expect(try site.run(["provision", "import", stick]).status == 0)
        let next = try site.start(["run", "--log-level", "trace"])
        #expect(
            try await eventually(.seconds(30)) { site.printed().contains("connected as renewed") }, "\(site.printed())")
        #expect(try await eventually { site.contents.clientID == "renewed" })
        #expect(StoreContents(folder: site.store + "/previous").clientID == "device-1")
        next.signal(SIGTERM)
        #expect(try await next.exitStatus(within: .seconds(15)) == 0)
        let last = try site.start(["run"])
        #expect(
            try await eventually(.seconds(30)) { site.printed().contains("expires in 5 days") }, "\(site.printed())")
        last.signal(SIGTERM)
        #expect(try await last.exitStatus(within: .seconds(15)) == 0)
        try expectNoSecrets(site)
    }

    @Test func `no secret is printed, whatever happens`() async throws {
        let site = try PlatformSite()
        let key = try TestIdentity("leaky", from: site.authority).key.pem()
        let escaped = key.replacing("\n", with: "\\n")
        let behaviours: [ProvisioningServer.Behaviour] = [
            .losesTheAnswer, .cutsTheAnswer, .refuses(400, "no: \(ProvisioningServer.apiKey)"),
            .refuses(500, "{\"devicePrivateKey\":\"\(escaped)\"}"), .refuses(302, ProvisioningServer.apiKey),
            .answersWith("{\"devicePrivateKey\":\"\(escaped)\"}"), .answersWith(key), .answers,
        ]
        for behaviour in behaviours {
            site.server.set { $0.behaviour = behaviour }
            for arguments in [
                ["provision", "--force"], ["provision"], ["provision", "--repair"], ["provision", "status"],
                ["provision", "status", "--json"], ["check"], ["run", "--once", "--log-level", "trace"],
            ] { _ = try site.run(arguments) }
        }
        #expect(site.contents.hasIdentity && site.server.devices > 3)
        try expectNoSecrets(site, and: key)
        // What is kept is kept from others.
        for name in try FileManager.default.contentsOfDirectory(atPath: site.store) {
            #expect(try FileManager.default.permissions(of: site.store + "/" + name) & 0o077 == 0, "\(name)")
        }
    }

    private func expectNoSecrets(_ site: PlatformSite, and key: String = "") throws {
        let printed = site.printed()
        #expect(printed.count > 1000)
        #expect(!printed.contains(ProvisioningServer.apiKey))
        var lines = key.split(separator: "\n").map(String.init).filter { $0.count > 20 && !$0.hasPrefix("-----") }
        for identity in site.server.state.withLock({ $0.identities }) { lines += try identity.secretLines() }
        #expect(!lines.isEmpty)
        for line in lines { #expect(!printed.contains(line.prefix(24))) }
    }
}
