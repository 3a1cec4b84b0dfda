import Certificates
import Foundation
import Testing

@Suite struct AuthorityTests {
    private let now: Int64 = 1_790_000_000
    private let authority: CertificateAuthority

    init() throws {
        authority = try CertificateAuthority(commonName: "Test authority", validity: .days(10, from: now))
    }

    @Test func `an authority signs for itself and comes back from PEM`() throws {
        let certificate = authority.certificate
        #expect(certificate.isAuthority && certificate.isSelfSigned)
        #expect(certificate.subject == "CN=Test authority" && certificate.issuer == certificate.subject)
        #expect(certificate.notBefore == now - 300 && certificate.notAfter == now + 864_000)
        let again = try CertificateAuthority(certificatePEM: certificate.pem(), keyPEM: authority.key.pem())
        #expect(again.certificate == certificate)
        try certificate.verify(roots: [again.certificate], at: now)
        #expect(throws: CertificateFault.self) {
            try CertificateAuthority(certificatePEM: certificate.pem(), keyPEM: PrivateKey(.p256).pem())
        }
    }

    @Test(arguments: PrivateKey.Kind.allCases)
    func `a request becomes a client's certificate`(kind: PrivateKey.Kind) throws {
        let key = try PrivateKey(kind)
        let request = try CertificateRequest(pem: CertificateRequest(key: key, commonName: "Presse 17 – Süd").pem())
        #expect(request.commonName == "Presse 17 – Süd")
        let certificate = try authority.issueClient(request, validity: .days(5, from: now))
        #expect(certificate.commonName == "Presse 17 – Süd")
        #expect(certificate.subject == "CN=Presse 17 – Süd" && certificate.issuer == "CN=Test authority")
        #expect(!certificate.isAuthority && !certificate.isSelfSigned)
        #expect(certificate.matches(key))
        #expect(try !certificate.matches(PrivateKey(.p256)))
        #expect(certificate.serial.count >= 24 && certificate.fingerprint.count == 64)
        try certificate.verify(roots: [authority.certificate], purpose: .client, at: now)
        #expect(try Certificate(pem: certificate.pem()) == certificate)
        #expect(try Certificate.all(in: certificate.der) == [certificate])
    }

    @Test func `verification says what OpenSSL says`() throws {
        let key = try PrivateKey(.p256)
        let certificate = try authority.issueClient(
            key.publicKey, commonName: "c", validity: Validity(notBefore: now, notAfter: now + 100))
        func reason(_ roots: [Certificate], _ purpose: Certificate.Purpose, _ moment: Int64) -> String? {
            do throws(CertificateFault) {
                try certificate.verify(roots: roots, purpose: purpose, at: moment)
                return nil
            } catch { return error.reason }
        }
        let roots = [authority.certificate]
        let foreign = try CertificateAuthority(commonName: "Foreign", validity: .days(1, from: now)).certificate
        #expect(reason(roots, .client, now + 50) == nil)
        #expect(reason(roots, .client, now + 200) == "certificate has expired")
        #expect(reason(roots, .client, now - 200) == "certificate is not yet valid")
        #expect(reason([foreign], .client, now + 50) == "unable to get local issuer certificate")
        #expect(reason([], .client, now + 50) == "unable to get local issuer certificate")
        #expect(reason(roots, .server, now + 50)?.hasPrefix("unsuitable certificate purpose") == true)
    }

    @Test func `a chain over an intermediate authority`() throws {
        let middle = try authority.issueAuthority(commonName: "Middle", validity: .days(5, from: now))
        let key = try PrivateKey(.p256)
        let server = try middle.issueServer(
            key.publicKey, names: ["localhost", "127.0.0.1", "::1", "*.example.org"], validity: .days(1, from: now))
        #expect(server.commonName == "localhost")
        try server.verify(
            roots: [authority.certificate], intermediates: [middle.certificate], purpose: .server, at: now)
        #expect(throws: CertificateFault.self) {
            try server.verify(roots: [authority.certificate], purpose: .server, at: now)
        }
        let file = try server.pem() + "# a comment\r\n" + middle.certificate.pem().replacing("\n", with: "\r\n")
        #expect(try Certificate.all(in: Array(file.utf8)) == [server, middle.certificate])
    }

    @Test(arguments: ["a,IP:1.2.3.4", "", "a b", "a;b", "ä"]) func `refuses what is no name`(name: String) throws {
        let key = try PrivateKey(.p256)
        #expect(throws: CertificateFault.self) { try authority.issueServer(key.publicKey, names: [name]) }
    }

    @Test func `refuses a common name that is empty or too long`() throws {
        let key = try PrivateKey(.p256)
        for name in ["", String(repeating: "x", count: 65)] {
            #expect(throws: CertificateFault.self) { try authority.issueClient(key.publicKey, commonName: name) }
        }
        _ = try authority.issueClient(key.publicKey, commonName: String(repeating: "ü", count: 64))
    }

    @Test func `says what is wrong with a certificate`() throws {
        let whole = try authority.certificate.pem()
        #expect(throws: CertificateFault("read the certificate", reason: "no line \"-----BEGIN CERTIFICATE-----\"")) {
            try Certificate(pem: "<html>")
        }
        #expect(throws: CertificateFault.self) { try Certificate(pem: String(whole.prefix(200))) }
        // The second of two is broken: the file is not taken for one with a single certificate.
        let broken = whole + whole.replacing("M", with: "!")
        #expect(throws: CertificateFault.self) { try Certificate.all(in: Array(broken.utf8)) }
        #expect(throws: CertificateFault.self) { try Certificate(der: Array(authority.certificate.der.dropLast(9))) }
    }

    @Test func `a request with a foreign signature is refused`() throws {
        let pem = try CertificateRequest(key: PrivateKey(.p256), commonName: "name-one").pem()
        _ = try CertificateRequest(pem: pem)
        let bytes = try #require(Data(base64Encoded: pem.split(separator: "\n").dropFirst().dropLast().joined()))
        var forged = bytes
        let place = try #require(bytes.firstRange(of: Data("one".utf8)))
        forged.replaceSubrange(place, with: Data("two".utf8))
        let text =
            "-----BEGIN CERTIFICATE REQUEST-----\n\(forged.base64EncodedString(options: .lineLength64Characters))"
        #expect(throws: CertificateFault.self) {
            try CertificateRequest(pem: text + "\n-----END CERTIFICATE REQUEST-----\n")
        }
        #expect(throws: CertificateFault.self) { try CertificateRequest(pem: "nothing") }
    }
}
