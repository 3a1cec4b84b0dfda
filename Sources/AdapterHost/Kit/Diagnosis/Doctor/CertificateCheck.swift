import Certificates
import IoTTransport

/// Certificate, key and authority: whether they can be read, belong together and hold today. By the inspection that
/// `provision status` shows.
struct CertificateCheck {
    let host: HostConfiguration
    /// Seconds since 1970.
    let now: Int64

    func run() -> [Finding] {
        if let platform = host.platform {
            return findings(of: platform.inspection, place: platform.storeFolder, isStore: true)
        }
        guard let tls = host.broker.tls else {
            return [Words.ok("certificate.none", Words.certificate, "None is used: broker: in host.yaml has no tls:.")]
        }
        var paths = [StoreFile.authority: tls.certificateAuthority]
        paths[.certificate] = tls.certificate
        paths[.privateKey] = tls.key
        let contents = StoreContents(reading: paths, named: "broker.tls")
        return findings(
            of: StoreInspection(contents, at: now), place: tls.certificate ?? tls.certificateAuthority, isStore: false)
    }

    /// What an inspection says of files that are no store.
    private static let notForFiles: Set<String> = [
        "no-identity", "missing-file", "missing-public-key", "loose-permissions",
    ]

    private func findings(of inspection: StoreInspection, place: String, isStore: Bool) -> [Finding] {
        let found = inspection.findings.filter {
            isStore ? $0.severity > .note : !Self.notForFiles.contains($0.code)
        }
        let findings = found.map { finding($0, inspection.certificate, place: place, isStore: isStore) }
        guard findings.isEmpty else { return findings }
        guard let certificate = inspection.certificate else {
            return [
                Words.ok(
                    "certificate.authorityOnly", Words.certificate,
                    "The authority's can be read; this device has none of its own in host.yaml.")
            ]
        }
        return [
            Words.ok(
                "certificate.ok", Words.certificate,
                "\(certificate.subject) is valid until \(UTCText.text(certificate.notAfter)), and the key belongs to it."
            )
        ]
    }

    private func finding(
        _ found: StoreFinding, _ certificate: Certificate?, place: String, isStore: Bool
    ) -> Finding {
        if let certificate {
            switch found.code {
            case "expired": return Words.certificateExpired(path: place, notAfter: certificate.notAfter)
            case "expires-soon":
                return Words.certificateExpires(
                    path: place, notAfter: certificate.notAfter, left: certificate.notAfter - now)
            case "not-yet-valid":
                return Words.certificateNotYetValid(path: place, notBefore: certificate.notBefore, now: now)
            default: break
            }
        }
        // The store's commands mend no files that lie elsewhere.
        let advice = isStore ? found.advice : "put the right file there, from whoever runs the broker"
        return Words.storeFault(
            code: found.code, message: found.message, advice: advice, isWarning: found.severity < .error)
    }
}
