import Certificates
import Foundation
import NIOSSL

/// The platform's certificates: its authority, made at the first start; the server's, new with each start; and those of
/// clients.
struct PlatformAuthority: Sendable {
    static let certificateFile = "ca.pem"
    static let keyFile = "ca.key"

    private let authority: CertificateAuthority

    init(folder: PlatformFolder) throws {
        let certificate = try folder.read(Self.certificateFile)
        let key = try folder.read(Self.keyFile)
        switch (certificate, key) {
        case (let certificate?, let key?):
            authority = try CertificateAuthority(
                certificatePEM: String(decoding: certificate, as: UTF8.self),
                keyPEM: String(decoding: key, as: UTF8.self))
        case (nil, _):
            authority = try CertificateAuthority(commonName: "local-platform CA")
            try folder.write(Self.keyFile, Array(authority.key.pem().utf8))
            try folder.write(Self.certificateFile, Array(authority.certificate.pem().utf8))
        case (_?, nil):
            throw LocalPlatformFault(
                description: "\(folder.file(Self.keyFile)) is missing: the certificates that it signed cannot be added "
                    + "to; remove \(folder.file(Self.certificateFile)) to begin with a new authority")
        }
    }

    /// What clients must trust, as PEM.
    func rootPEM() throws -> String { try authority.certificate.pem() }

    /// A new key and its certificate.
    func issue(clientID: String) throws -> ClientIdentity {
        let key = try PrivateKey(.p256)
        let certificate = try authority.issueClient(key.publicKey, commonName: clientID)
        return ClientIdentity(
            clientID: clientID, certificatePEM: try certificate.pem(), privateKeyPEM: try key.pem(),
            publicKeyPEM: try key.publicKey.pem(), rootPEM: try rootPEM())
    }

    /// TLS for the listener: 1.2 or newer, a client's certificate by this authority required.
    func serverConfiguration(names: [String]) throws -> TLSConfiguration {
        let key = try PrivateKey(.p256)
        let certificate = try authority.issueServer(key.publicKey, names: names)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(certificate.pem().utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.pem().utf8), format: .pem)))
        configuration.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: Array(rootPEM().utf8), format: .pem)
        ])
        configuration.certificateVerification = .noHostnameVerification
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["x-amzn-mqtt-ca"]
        return configuration
    }
}
