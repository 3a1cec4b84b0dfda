import Certificates
import IoTTransport

/// Reads the device's certificate, again each time, since it may have been replaced.
struct CertificateLook {
    /// The certificate store of the platform; nil with a broker of one's own.
    let storeFolder: String?
    /// The client's certificate for a broker of one's own.
    let file: String?

    /// What `ExpiryWatch` and the dates say already.
    private static let dates: Set<String> = ["expired", "expires-soon", "not-yet-valid"]
    private static let largestFile = 1 << 20

    /// Nil when there is none to read.
    func look(now: Int64) -> HostState.Certificate? {
        if let storeFolder {
            let inspection = StoreInspection(StoreContents(folder: storeFolder), at: now)
            var found = HostState.Certificate(path: storeFolder)
            found.take(inspection.certificate)
            found.faults = inspection.findings.filter {
                $0.severity != .note && !Self.dates.contains($0.code)
            }.map {
                .init(code: $0.code, message: $0.message, advice: $0.advice, isWarning: $0.severity == .warning)
            }
            return found
        }
        guard let file else { return nil }
        var found = HostState.Certificate(path: file)
        do {
            let bytes = try SmallFile.bytes(of: file, limit: Self.largestFile)
            found.take(try Certificate.all(in: bytes).first)
        } catch {
            found.faults = [
                .init(
                    code: "unreadable", message: "\(error)", advice: "put it back from a copy", isWarning: false)
            ]
        }
        return found
    }
}

extension HostState.Certificate {
    fileprivate mutating func take(_ certificate: Certificates.Certificate?) {
        guard let certificate else { return }
        subject = certificate.commonName ?? certificate.subject
        notBefore = certificate.notBefore
        notAfter = certificate.notAfter
    }
}
