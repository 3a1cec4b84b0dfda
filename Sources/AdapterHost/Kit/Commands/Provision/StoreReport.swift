import AdapterAPI
import Certificates
import IoTTransport
import Provisioning

/// A certificate store as `provision status` shows it.
struct StoreReport {
    enum Journal {
        case none
        case asked(since: Int64)
        case answered(since: Int64)
        case unreadable
    }

    let folder: String
    let inspection: StoreInspection
    let topic: String
    /// The identity that waits beside the present one.
    let staged: StoreInspection?
    let journal: Journal

    var isUsable: Bool { inspection.errors.isEmpty }

    /// For a person.
    var text: String {
        var lines = ["store        \(folder)"]
        lines += Self.lines(inspection)
        if isUsable { lines.append("topic        \(topic)") }
        if let staged {
            lines.append("")
            lines.append("waits to be tried at the next start of adapter-host run (\(StoreFolder.next)):")
            lines += Self.lines(staged)
        }
        if let journal = journalText { lines += ["", journal] }
        for finding in inspection.findings + (staged?.findings ?? []) {
            lines += ["", "\(finding.severity.rawValue): \(finding.message)", "    \(finding.advice)"]
        }
        lines += ["", isUsable ? "the store can be used" : "the store cannot be used"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ inspection: StoreInspection) -> [String] {
        var lines: [String] = []
        if let id = inspection.clientID { lines.append("client id    \(id)") }
        if let properties = inspection.properties {
            lines.append("platform     \(properties.endpoint):\(properties.port)")
        }
        if let certificate = inspection.certificate {
            lines.append("certificate  \(certificate.subject), serial \(certificate.serial)")
            lines.append("issued by    \(certificate.issuer)")
            lines.append(
                "valid        \(UTCText.text(certificate.notBefore)) to \(UTCText.text(certificate.notAfter))")
        }
        return lines
    }

    private var journalText: String? {
        switch journal {
        case .none: nil
        case .asked(let since):
            "On \(UTCText.text(since)) the platform was asked for a certificate, and nobody knows whether it made a "
                + "device: adapter-host provision says what to do."
        case .answered(let since):
            "The platform's answer of \(UTCText.text(since)) waits to be installed: adapter-host provision --repair"
        case .unreadable: "\(ProvisioningJournal(store: folder).path) cannot be read"
        }
    }

    /// For a program: one object.
    var json: String {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("store", folder)
            writer.key("usable")
            writer.boolean(isUsable)
            writer.field("topic", topic)
            Self.write(inspection, &writer)
            if let staged {
                writer.key("staged")
                writer.object { Self.write(staged, &$0) }
            }
            switch journal {
            case .none: break
            case .asked: writer.field("journal", "asked")
            case .answered: writer.field("journal", "answered")
            case .unreadable: writer.field("journal", "unreadable")
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func write(_ inspection: StoreInspection, _ writer: inout PayloadWriter) {
        if let id = inspection.clientID { writer.field("clientId", id) }
        if let properties = inspection.properties {
            writer.field("endpoint", properties.endpoint)
            writer.field("port", properties.port)
        }
        if let certificate = inspection.certificate {
            writer.key("certificate")
            writer.object { writer in
                writer.field("subject", certificate.subject)
                writer.field("issuer", certificate.issuer)
                writer.field("serial", certificate.serial)
                writer.field("sha256", certificate.fingerprint)
                writer.field("notBefore", Int(certificate.notBefore))
                writer.field("notAfter", Int(certificate.notAfter))
            }
        }
        writer.key("findings")
        writer.array { writer in
            for finding in inspection.findings {
                writer.object { writer in
                    writer.field("severity", finding.severity.rawValue)
                    writer.field("code", finding.code)
                    writer.field("message", finding.message)
                    writer.field("advice", finding.advice)
                }
            }
        }
    }
}
