import Certificates
import Foundation
import IoTTransport
import TestServers
import Testing

@testable import Provisioning

@Suite struct RepairTests {
    private let folder: TemporaryFolder
    private let authority: CertificateAuthority

    init() throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority(commonName: "Root")
    }

    private var store: String { folder.file("store") }

    private func repair() async throws -> [String] {
        let authority = authority
        return try await StoreRepair(store: store).run { () async throws(ProvisioningFault) in
            PlatformConfiguration(
                authority: (try? authority.certificate.pem()) ?? "", endpoint: "e.example", port: 8883,
                provisioningURL: "https://p")
        }
    }

    private func codes() -> [String] {
        StoreInspection(StoreContents(folder: store), at: SystemClock.seconds()).findings.map(\.code)
    }

    @Test(arguments: [StoreFile.authority, .properties, .clientID, .publicKey])
    func `makes again what can be made again`(file: StoreFile) async throws {
        try TestIdentity("press-1", from: authority).write(to: store, mode: 0o640)
        try FileManager.default.removeItem(atPath: "\(store)/\(file.name)")
        #expect(codes().contains { $0.hasPrefix("missing") })
        #expect(try await repair().contains { $0.contains(file.name) })
        #expect(codes().isEmpty)
        #expect(StoreContents(folder: store).clientID == "press-1")
        #expect(try await repair().isEmpty)
    }

    @Test(arguments: [StoreFile.certificate, .privateKey])
    func `does not invent what only the platform can give`(file: StoreFile) async throws {
        try TestIdentity("press-1", from: authority).write(to: store)
        try FileManager.default.removeItem(atPath: "\(store)/\(file.name)")
        _ = try await repair()
        #expect(codes().contains("missing-file"))
    }

    @Test func `makes a binary certificate PEM`() async throws {
        let identity = try TestIdentity("press-1", from: authority)
        try identity.write(to: store)
        try Data(identity.certificate.der).write(to: URL(fileURLWithPath: store + "/deviceCert.cert"))
        _ = try await repair()
        #expect(codes().isEmpty)
    }

    @Test func `an import is refused, put in place, or staged`() throws {
        let now = SystemClock.seconds()
        func contents(_ name: String, _ change: (inout StoreMaterial) -> Void = { _ in }) throws -> StoreContents {
            var material = try TestIdentity(name, from: authority).material()
            change(&material)
            return StoreContents(material, named: name)
        }
        let empty = StoreContents(StoreMaterial(files: [:]), named: "empty")
        let present = try contents("old")
        guard case .refuse(let findings) = StoreImport(from: empty, into: present, at: now) else {
            Issue.record("an empty folder was imported")
            return
        }
        #expect(findings.first?.code == "no-identity")
        let new = try contents("new")
        #expect(StoreImport(from: new, into: empty, at: now) == .install(new.material))
        #expect(StoreImport(from: new, into: present, at: now) == .stage(new.material))
        #expect(StoreImport(from: new, into: new, at: now) == .same)
        // An identity that cannot connect anyway is replaced at once.
        let broken = try contents("broken") { $0.files[.privateKey] = nil }
        #expect(StoreImport(from: new, into: broken, at: now) == .install(new.material))
        // What a new certificate shares with the old one need not come with it.
        let bare = try contents("bare") { material in
            for file in [StoreFile.authority, .properties, .publicKey] { material.files[file] = nil }
        }
        guard case .stage(let completed) = StoreImport(from: bare, into: present, at: now) else {
            Issue.record("not staged")
            return
        }
        #expect(completed.files.count == 6)
        let properties = try StoreProperties(json: completed.files[.properties] ?? [])
        #expect(properties.endpoint == "127.0.0.1" && properties.clientID == "bare")
        #expect(completed.files[.authority] == present.material.files[.authority])
    }
}
