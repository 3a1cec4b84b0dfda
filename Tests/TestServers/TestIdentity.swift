public import Certificates
import Foundation
public import IoTTransport

/// A device's identity as a platform would issue it, for tests of certificate stores.
public struct TestIdentity: Sendable {
    public let key: PrivateKey
    public let certificate: Certificate
    public let clientID: String
    private let authority: Certificate
    private let endpoint: String
    private let port: Int

    public init(
        _ clientID: String, from authority: CertificateAuthority, commonName: String? = nil,
        validity: Validity = .days(365), endpoint: String = "127.0.0.1", port: Int = 8883
    ) throws {
        key = try PrivateKey(.p256)
        certificate = try authority.issueClient(
            key.publicKey, commonName: commonName ?? clientID, validity: validity)
        self.clientID = clientID
        self.authority = authority.certificate
        self.endpoint = endpoint
        self.port = port
    }

    public func material() throws -> StoreMaterial {
        StoreMaterial(
            authority: try authority.pem(), certificate: try certificate.pem(), privateKey: SecretText(try key.pem()),
            publicKey: try key.publicKey.pem(), clientID: clientID,
            properties: StoreProperties(endpoint: endpoint, port: port, clientID: clientID))
    }

    /// Writes plain files, as another client would, under names of its own.
    public func write(to folder: String, names: [StoreFile: String] = [:], mode: UInt32 = 0o600) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        chmod(folder, mode == 0o600 ? 0o700 : 0o755)
        for (file, bytes) in try material().files {
            let path = folder + "/" + (names[file] ?? file.name)
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            chmod(path, mode)
        }
    }

    /// Lines of the private key that must not appear anywhere else.
    public func secretLines() throws -> [String] {
        try key.pem().split(separator: "\n").map(String.init).filter { !$0.hasPrefix("-----") && $0.count > 20 }
    }
}
