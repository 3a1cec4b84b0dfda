import Certificates
import Foundation
import Glibc
import IoTTransport
import Synchronization
import TestServers
import Testing

@testable import Provisioning

/// Provisioning over real HTTP, with a server that counts the devices it made.
@Suite struct ProvisionerTests {
    private let folder: TemporaryFolder
    private let authority: CertificateAuthority
    private let server: ProvisioningServer

    init() throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority(commonName: "Root")
        server = try ProvisioningServer(authority: authority)
    }

    private var store: String { folder.file("store") }

    private func method(_ key: String = ProvisioningServer.apiKey) throws -> APIKeyProvisioning {
        try APIKeyProvisioning(
            baseURL: server.base + "/", apiKey: SecretText(key), softwareVersion: "1.0 + β", senderType: "prinect")
    }

    /// Nil when it went well.
    private func provision(key: String = ProvisioningServer.apiKey, force: Bool = false) async throws
        -> ProvisioningFault?
    {
        let method = try method(key)
        do throws(ProvisioningFault) {
            try await Provisioner(store: store, method: method).run(force: force)
            return nil
        } catch {
            // Whatever happens: no secret in it.
            #expect(!"\(error)".contains(ProvisioningServer.apiKey))
            return error
        }
    }

    private var contents: StoreContents { StoreContents(folder: store) }

    @Test func `gets an identity once`() async throws {
        #expect(try await provision() == nil)
        #expect(contents.clientID == "device-1" && contents.missing.isEmpty && contents.loose.isEmpty)
        #expect(StoreInspection(contents, at: SystemClock.seconds()).findings.isEmpty)
        #expect(try ProvisioningJournal(store: store).read() == nil)
        let requests = server.state.withLock { $0.requests }
        try #require(requests.count == 2)
        #expect(
            requests[0].hasPrefix(
                "GET /v2/configuration?senderSoftwareVersion=1.0%20%2B%20%CE%B2&senderType=prinect HTTP/1.1\r\n"))
        #expect(requests[1].hasPrefix("POST /v2/provisioning HTTP/1.1\r\n"))
        for request in requests {
            #expect(request.contains("\r\nAccept: application/json\r\n"))
            #expect(request.contains("\r\nx-api-key: \(ProvisioningServer.apiKey)\r\n"))
        }
        #expect(requests[1].contains("\r\nContent-Length: 0\r\n"))
        let again = try await provision()
        #expect(again?.kind == .exists && server.devices == 1)
        #expect(try await provision(force: true) == nil)
        #expect(server.devices == 2 && contents.clientID == "device-2")
        #expect(StoreContents(folder: store + "/previous").clientID == "device-1")
    }

    @Test func `fetches an authority from its address, without the key`() async throws {
        let base = server.base
        server.set { $0.serverRootCA = base + "/root.pem" }
        #expect(try await provision() == nil)
        let request = try #require(server.state.withLock { $0.requests }.first { $0.contains("root.pem") })
        #expect(!request.contains("x-api-key"))
    }

    @Test(arguments: [ProvisioningServer.Behaviour.losesTheAnswer, .cutsTheAnswer, .refuses(502, "bad gateway")])
    func `a lost answer is never asked for again`(behaviour: ProvisioningServer.Behaviour) async throws {
        server.set { $0.behaviour = behaviour }
        let fault = try #require(try await provision())
        #expect(fault.kind == .ambiguous)
        #expect(fault.advice.contains("provision --force") && fault.message.contains("may have made a device"))
        let asked = server.state.withLock { $0.requests.count }
        server.set { $0.behaviour = .answers }
        #expect(try await provision()?.kind == .ambiguous)
        #expect(server.state.withLock { $0.requests.count } == asked)
        #expect(!contents.hasIdentity)
        #expect(try await provision(force: true) == nil)
        #expect(contents.clientID == "device-\(server.devices)")
    }

    @Test(arguments: [(403, "API key"), (404, "base_url"), (307, "elsewhere"), (409, "operators")])
    func `a refusal made nothing and may be tried again`(status: Int, says: String) async throws {
        server.set { $0.behaviour = .refuses(status, "x-api-key \(ProvisioningServer.apiKey) is bad") }
        let fault = try #require(try await provision())
        #expect(fault.kind == .refused && fault.description.contains(says) && fault.message.contains("\(status)"))
        #expect(fault.message.contains("•••"), "the server's words are shown without the key")
        #expect(server.devices == 0)
        #expect(server.state.withLock { $0.requests.count } == 2, "a redirection is not followed")
        server.set { $0.behaviour = .answers }
        #expect(try await provision() == nil)
        #expect(server.devices == 1)
    }

    @Test func `an error that speaks of a private key is not repeated`() async throws {
        server.set { $0.behaviour = .refuses(400, "{\"devicePrivateKey\": \"-----BEGIN PRIVATE KEY-----\\nMIG\"}") }
        let fault = try #require(try await provision())
        #expect(fault.kind == .refused && !fault.message.contains("MIG"))
    }

    @Test(arguments: [
        "<html>", "{}", #"{"devicePrivateKey":"a","devicePublicKey":"b","deviceCert":"c","clientId":" "}"#,
        #"{"devicePrivateKey":"s3cr3t","devicePublicKey":"b","deviceCert":"c","clientId":"d"}"#,
    ])
    func `an answer that cannot be used is kept and asked for once`(body: String) async throws {
        server.set { $0.behaviour = .answersWith(body) }
        for _ in 0..<3 {
            let fault = try #require(try await provision())
            #expect(fault.kind == .unusable && !fault.description.contains("s3cr3t"), "\(fault)")
        }
        #expect(server.devices == 1 && !contents.hasIdentity)
        let journal = ProvisioningJournal(store: store)
        #expect(try journal.read()?.answer?.revealed == body)
        var status = stat()
        #expect(stat(journal.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        server.set { $0.behaviour = .answers }
        #expect(try await provision(force: true) == nil)
    }

    @Test(arguments: [
        ("not json", "JSON"), ("{}", "connectivity.serverRootCA"),
        (
            #"{"connectivity":{"serverRootCA":"x","mqttEndPoint":"e"},"provisioning":{"provisioningURL":"http://far.example/"}}"#,
            "https://"
        ),
        (
            #"{"connectivity":{"serverRootCA":"-----BEGIN","mqttEndPoint":"e"},"provisioning":{"provisioningURL":"https://h/"}}"#,
            "serverRootCA"
        ),
        (
            #"{"connectivity":{"serverRootCA":"x","mqttEndPoint":"e","mqttPort":"no"},"provisioning":{"provisioningURL":"https://h/"}}"#,
            "mqttPort"
        ),
    ])
    func `a bad configuration makes nothing`(body: String, says: String) async throws {
        server.set { $0.configuration = body }
        let fault = try #require(try await provision())
        #expect(fault.kind == .unusable && fault.description.contains(says), "\(fault)")
        #expect(server.devices == 0)
        #expect(try ProvisioningJournal(store: store).read() == nil)
    }

    @Test func `a platform that is away or busy is tried again later`() async throws {
        server.set { $0.configurationStatus = 503 }
        #expect(try await provision()?.kind == .unreachable)
        server.stop()
        #expect(try await provision()?.kind == .unreachable)
    }

    @Test func `a wrong key is said to be wrong`() async throws {
        #expect(try await provision(key: "another")?.advice.contains("API_KEY") == true)
        for bad in ["", "two words", "line\nend", "schlüssel"] {
            #expect(throws: ProvisioningFault.self) { try method(bad) }
        }
    }

    @Test func `finishes offline what was answered`() async throws {
        server.set { $0.behaviour = .losesTheAnswer }
        _ = try await provision()
        var record = try #require(try ProvisioningJournal(store: store).read())
        let identity = try TestIdentity("late", from: authority)
        let answer = try JSONSerialization.data(withJSONObject: [
            "devicePrivateKey": try identity.key.pem(), "devicePublicKey": try identity.key.publicKey.pem(),
            "deviceCert": try identity.certificate.pem(), "clientId": "late",
        ])
        record.answer = SecretText(String(decoding: answer, as: UTF8.self))
        try ProvisioningJournal(store: store).write(record)
        server.stop()
        #expect(try await provision() == nil)
        #expect(contents.clientID == "late")
    }

    @Test func `steps are told in order`() async throws {
        let steps = Mutex<[String]>([])
        let report = { @Sendable (step: ProvisioningStep) in steps.withLock { $0.append("\(step)") } }
        try await Provisioner(store: store, method: try method(), report: report).run()
        #expect(steps.withLock { $0 }.count == 6)
        #expect(steps.withLock { $0 }.last == "installed in \(store)")
    }

    @Test func `two at once: one device`() async throws {
        server.set { $0.hold = .beforeDevice }
        async let first = provision()
        #expect(try await eventually { server.state.withLock { $0.held } == .beforeDevice })
        let second = try await provision()
        #expect(second?.kind == .local && second?.message.contains("another process") == true)
        server.release()
        #expect(try await first == nil)
        #expect(server.devices == 1)
    }
}
