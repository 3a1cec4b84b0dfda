public import Certificates
import Foundation

/// An authority, a server, a client and a foreign authority, as files.
public final class TestCertificates: Sendable {
    public let authority: CertificateAuthority
    private let folder: TemporaryFolder

    public init() throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority(commonName: "ca", validity: .days(2))
        let foreign = try CertificateAuthority(commonName: "foreign", validity: .days(2))
        try write("ca", authority.certificate, authority.key)
        try write("foreign", foreign.certificate, foreign.key)
        let server = try PrivateKey(.p256)
        try write("server", authority.issueServer(server.publicKey, names: ["127.0.0.1"], validity: .days(2)), server)
        let client = try PrivateKey(.p256)
        try write("client", authority.issueClient(client.publicKey, commonName: "client", validity: .days(2)), client)
        // The broker gives up its rights when it starts as root.
        chmod(folder.path, 0o755)
    }

    public func path(_ name: String) -> String { folder.file(name) }

    /// A broker's settings for mutual TLS.
    public var brokerSettings: String {
        """
        allow_anonymous true
        cafile \(path("ca.pem"))
        certfile \(path("server.pem"))
        keyfile \(path("server.key"))
        require_certificate true
        """
    }

    private func write(_ name: String, _ certificate: Certificate, _ key: PrivateKey) throws {
        for (file, text) in [("\(name).pem", try certificate.pem()), ("\(name).key", try key.pem())] {
            try text.write(toFile: path(file), atomically: true, encoding: .utf8)
            chmod(path(file), 0o644)
        }
    }
}
