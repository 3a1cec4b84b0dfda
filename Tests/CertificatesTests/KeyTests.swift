import Certificates
import Foundation
import Testing

@Suite struct KeyTests {
    @Test(arguments: PrivateKey.Kind.allCases) func `a key comes back from its PEM`(kind: PrivateKey.Kind) throws {
        let key = try PrivateKey(kind)
        let pem = try key.pem()
        #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(try PrivateKey(pem: pem).publicKey.matches(key.publicKey))
        let publicPEM = try key.publicKey.pem()
        #expect(publicPEM.hasPrefix("-----BEGIN PUBLIC KEY-----\n"))
        #expect(try PublicKey(pem: publicPEM).matches(key.publicKey))
        #expect(try !PrivateKey(kind).publicKey.matches(key.publicKey))
    }

    @Test func `a key prints as its kind and nothing else`() throws {
        let key = try PrivateKey(.p256)
        var dumped = ""
        dump(key, to: &dumped)
        let body = try key.pem().split(separator: "\n")[1]
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])"] {
            #expect(text.contains("EC, 256 bits"))
            #expect(!text.contains(body) && !text.contains("der"))
        }
    }

    @Test(arguments: [
        ["genrsa", "-traditional", "2048"], ["ecparam", "-name", "prime256v1", "-genkey", "-noout"],
    ])
    func `reads the forms of older tools`(arguments: [String]) throws {
        let openssl = "/usr/bin/openssl"
        guard FileManager.default.isExecutableFile(atPath: openssl) else { return }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: openssl)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let pem = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(pem.contains("BEGIN RSA PRIVATE KEY") || pem.contains("BEGIN EC PRIVATE KEY"))
        let key = try PrivateKey(pem: pem)
        #expect(try PrivateKey(pem: key.pem()).publicKey.matches(key.publicKey))
        // A key that was cut short is named as such, not taken for a missing one.
        do throws(CertificateFault) {
            _ = try PrivateKey(pem: String(pem.prefix(pem.count / 2)))
            Issue.record("half a key was read")
        } catch { #expect(!error.description.contains("no line"), "\(error)") }
    }

    @Test(arguments: [
        ("", "no line \"-----BEGIN PRIVATE KEY-----\""),
        ("hello", "no line \"-----BEGIN PRIVATE KEY-----\""),
        (
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----\n",
            "it is encrypted: remove its passphrase first"
        ),
    ])
    func `says what is wrong with a key`(pem: String, says: String) {
        #expect(throws: CertificateFault("read the private key", reason: says)) { try PrivateKey(pem: pem) }
    }
}
