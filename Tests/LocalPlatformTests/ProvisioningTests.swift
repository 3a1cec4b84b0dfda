import Certificates
import Foundation
import TestServers
import Testing

@testable import LocalPlatform

@Suite struct ProvisioningTests {
    private let key = ["x-api-key: test-key", "Accept: application/json"]

    @Test func `A configuration and an identity, which connects`() async throws {
        try await RunningPlatform.with { platform in
            let path = "/v2/configuration?senderSoftwareVersion=1.0&senderType=prinect"
            let configuration = try await platform.http("GET", path, headers: key)?.json
            let connectivity = configuration?["connectivity"]
            #expect(connectivity?["mqttEndPoint"] == "127.0.0.1")
            #expect(connectivity?["mqttPort"] == .integer(platform.addresses.tlsPort))
            let root = try Certificate(pem: try #require(connectivity?["serverRootCA"]?.string))
            let url = try #require(configuration?["provisioning"]?["provisioningURL"]?.string)
            #expect(url.hasPrefix("http://127.0.0.1:\(platform.addresses.httpPort)/"))
            let target = "/" + url.split(separator: "/").dropFirst(2).joined(separator: "/")
            let identity = try await platform.http("POST", target, headers: key)?.json
            let client = try #require(identity?["clientId"]?.string)
            let certificate = try Certificate(pem: try #require(identity?["deviceCert"]?.string))
            let privateKey = try PrivateKey(pem: try #require(identity?["devicePrivateKey"]?.string))
            #expect(certificate.commonName == client)
            #expect(certificate.matches(privateKey))
            try certificate.verify(roots: [root])
            let publicKey = try PublicKey(pem: try #require(identity?["devicePublicKey"]?.string))
            #expect(publicKey.matches(privateKey.publicKey))
            #expect(try await platform.state()["assets"]?.array?.map { $0["clientId"] } == [.string(client)])
        }
    }

    @Test func `Each call makes another asset`() async throws {
        try await RunningPlatform.with { platform in
            for _ in 0..<3 { _ = try await platform.http("POST", "/v2/provisioning", headers: key) }
            let assets = try await platform.state()["assets"]?.array ?? []
            #expect(Set(assets.compactMap { $0["clientId"]?.string }).count == 3)
        }
    }

    @Test func `Without the key there is nothing`() async throws {
        try await RunningPlatform.with { platform in
            for headers in [[], ["x-api-key: wrong"], ["x-api-key:"]] {
                let status = try await platform.http("GET", "/v2/configuration", headers: headers)?.status
                #expect(status == 401)
                let made = try await platform.http("POST", "/v2/provisioning", headers: headers)?.status
                #expect(made == 401)
            }
            let assets = try await platform.state()["assets"]
            #expect(assets == [])
        }
    }

    @Test func `Its faults: refused, failed, delayed, answer lost`() async throws {
        try await RunningPlatform.with { platform in
            _ = try await platform.http("POST", "/api/faults", #"{"provisioning":"refuse"}"#)
            #expect(try await platform.http("POST", "/v2/provisioning", headers: key)?.status == 401)
            _ = try await platform.http("POST", "/api/faults", #"{"provisioning":"fail"}"#)
            #expect(try await platform.http("POST", "/v2/provisioning", headers: key)?.status == 500)
            #expect(try await platform.state()["assets"] == [])
            let delay = #"{"provisioning":"delay","provisioningDelayMilliseconds":200}"#
            _ = try await platform.http("POST", "/api/faults", delay)
            let start = ContinuousClock.now
            #expect(try await platform.http("POST", "/v2/provisioning", headers: key)?.status == 200)
            #expect(ContinuousClock.now - start >= .milliseconds(200))
            _ = try await platform.http("POST", "/api/faults", #"{"provisioning":"loseAnswer"}"#)
            #expect(try await platform.http("GET", "/v2/configuration", headers: key)?.status == 200)
            #expect(try await platform.http("POST", "/v2/provisioning", headers: key) == nil)
            #expect(try await platform.state()["assets"]?.array?.count == 2)
        }
    }

    @Test func `A key is made once and kept for its owner only`() async throws {
        let folder = try TemporaryFolder()
        var keys: [String] = []
        for _ in 0..<2 {
            try await RunningPlatform.with(folder: folder) {
                $0.apiKey = nil
            } _: { platform in
                let file = platform.file("api-key.txt")
                let text = try String(contentsOfFile: file, encoding: .utf8).filter { !$0.isWhitespace }
                keys.append(text)
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600)
                let headers = ["x-api-key: \(text)"]
                #expect(try await platform.http("GET", "/v2/configuration", headers: headers)?.status == 200)
                _ = try await platform.http("POST", "/v2/provisioning", headers: headers)
                #expect(!platform.lines.all.contains { $0.contains(text) || $0.contains("PRIVATE") })
                let caKeyMode = try FileManager.default.attributesOfItem(atPath: platform.file("ca.key"))
                #expect(caKeyMode[.posixPermissions] as? Int == 0o600)
            }
        }
        #expect(keys.count == 2 && keys[0] == keys[1] && keys[0].count == 40)
    }
}
