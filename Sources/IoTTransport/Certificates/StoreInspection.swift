public import Certificates

/// What is right and wrong with a certificate store. Pure: a function of what was read and the time.
public struct StoreInspection: Sendable {
    /// Worst first.
    public private(set) var findings: [StoreFinding] = []
    /// The device's certificate, where it could be read.
    public private(set) var certificate: Certificate?
    public private(set) var properties: StoreProperties?
    public let clientID: String?

    private let contents: StoreContents
    private let now: Int64

    /// - Parameter now: Seconds since 1970.
    public init(_ contents: StoreContents, at now: Int64) {
        self.contents = contents
        self.now = now
        clientID = contents.clientID
        lookForFiles()
        inspectCertificate()
        inspectKeys()
        inspectAuthority()
        inspectClientID()
        inspectProperties()
        inspectModes()
        findings = findings.enumerated().sorted {
            ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset)
        }.map(\.element)
    }

    /// What makes the store unusable.
    public var errors: [StoreFinding] { findings.filter { $0.severity == .error } }

    private mutating func add(_ severity: StoreFinding.Severity, _ code: String, _ message: String, _ advice: String) {
        findings.append(StoreFinding(severity, code, message, advice: advice))
    }

    private static let repair = "adapter-host provision --repair"
    private static let replace = "install a new one with: adapter-host provision import DIR"

    private mutating func lookForFiles() {
        guard contents.hasIdentity else {
            add(
                .error, "no-identity", "\(contents.folder): this device has no certificate yet",
                "make one with: adapter-host provision; or take over an existing one with: "
                    + "adapter-host provision import DIR")
            return
        }
        for file in StoreFile.allCases {
            if let reason = contents.unreadable[file] {
                add(
                    file.isNeeded ? .error : .warning, "unreadable-file", "\(reason) (\(file.meaning))",
                    "give the user that runs adapter-host the right to read it")
            }
        }
        for file in contents.missing {
            let canBeMade = file == .authority || file == .properties || file == .clientID
            add(
                .error, "missing-file", "\(contents.folder)/\(file.name) (\(file.meaning)) is missing",
                canBeMade
                    ? "try: \(Self.repair)"
                    : "put it back from a copy; it cannot be made again, so otherwise: adapter-host provision --force")
        }
        if contents.files[.publicKey] == nil, contents.unreadable[.publicKey] == nil {
            add(
                .note, "missing-public-key", "\(contents.folder)/\(StoreFile.publicKey.name) is missing",
                "it is not needed; \(Self.repair) makes it from the private key")
        }
    }

    private mutating func inspectCertificate() {
        guard let file = contents.files[.certificate] else { return }
        do throws(CertificateFault) {
            let found = try Certificate.all(in: file.bytes)[0]
            certificate = found
            if !file.bytes.starts(with: Array("-".utf8)),
                !String(decoding: file.bytes, as: UTF8.self).contains("-----BEGIN")
            {
                add(.error, "certificate-not-pem", "\(file.path) is in binary form", "make it PEM with: \(Self.repair)")
            }
            if now < found.notBefore {
                add(
                    .error, "not-yet-valid", "\(file.path) is not valid before \(UTCText.text(found.notBefore))",
                    "is this machine's clock right? It shows \(UTCText.text(now))")
            }
            if let notice = ExpiryWatch.notice(notAfter: found.notAfter, at: now) {
                let isOver = now > found.notAfter
                add(isOver ? .error : .warning, isOver ? "expired" : "expires-soon", notice.text, Self.replace)
            }
        } catch {
            add(.error, "certificate-unreadable", "\(file.path): \(error.reason)", "put it back from a copy")
        }
    }

    private mutating func inspectKeys() {
        guard let file = contents.files[.privateKey] else { return }
        do throws(CertificateFault) {
            let key = try PrivateKey(pem: String(decoding: file.bytes, as: UTF8.self))
            if let certificate, !certificate.matches(key) {
                add(
                    .error, "key-mismatch", "\(file.path) does not belong to the certificate beside it",
                    "put back the two that were made together")
            }
            guard let other = contents.files[.publicKey] else { return }
            let shown = try? PublicKey(pem: String(decoding: other.bytes, as: UTF8.self))
            if shown?.matches(key.publicKey) != true {
                add(
                    .warning, "public-key-mismatch", "\(other.path) does not belong to the private key",
                    "it is not used; \(Self.repair) makes it anew")
            }
        } catch {
            add(.error, "key-unreadable", "\(file.path): \(error.reason)", "put it back from a copy")
        }
    }

    private mutating func inspectAuthority() {
        guard let file = contents.files[.authority] else { return }
        do throws(CertificateFault) {
            let authorities = try Certificate.all(in: file.bytes)
            for authority in authorities where !authority.isAuthority {
                add(
                    .error, "authority-not-ca", "\(file.path): \(authority.subject) is no certificate authority",
                    "remove the file, then: \(Self.repair)")
            }
            if authorities.allSatisfy({ $0.notAfter < now }) {
                add(
                    .error, "authority-expired", "\(file.path) has expired (\(UTCText.text(authorities[0].notAfter)))",
                    "remove the file, then: \(Self.repair)")
            }
        } catch {
            add(
                .error, "authority-unreadable", "\(file.path): \(error.reason)",
                "remove the file, then: \(Self.repair)")
        }
    }

    private mutating func inspectClientID() {
        guard let file = contents.files[.clientID], let clientID else { return }
        let hasBreak = clientID.utf8.contains { $0 < 0x20 || $0 == 0x7F } || clientID.contains("\u{FFFD}")
        if clientID.isEmpty {
            add(.error, "client-id-empty", "\(file.path) is empty", "try: \(Self.repair)")
        } else if hasBreak || clientID.utf8.count > 128 {
            add(
                .error, "client-id-unusable", "\(file.path) holds no client id",
                "it is one line of at most 128 characters")
        } else if let name = certificate?.commonName, name != clientID, name != Self.namelessCertificate {
            add(
                .warning, "client-id-differs", "\(file.path) says \"\(clientID)\", the certificate \"\(name)\"",
                "the platform may refuse the connection: do both belong to the same device?")
        }
    }

    /// What AWS IoT calls every certificate whose key it made itself.
    package static let namelessCertificate = "AWS IoT Certificate"

    private mutating func inspectProperties() {
        guard let file = contents.files[.properties] else { return }
        do throws(StoreProperties.Fault) {
            properties = try StoreProperties(json: file.bytes)
        } catch {
            add(
                .error, "properties-unreadable", "\(file.path): \(error)",
                "remove the file, then: \(Self.repair)")
        }
    }

    private mutating func inspectModes() {
        for loose in contents.loose {
            add(
                .warning, "loose-permissions",
                "\(loose.path) has mode \(FileMode.text(loose.mode)): others on this machine can get at it",
                "set mode \(FileMode.text(loose.wanted)) with: \(Self.repair)")
        }
    }
}
