/// How a part's content is written (RFC 2045 section 6).
enum TransferEncoding: Equatable, Sendable {
    /// 7bit, 8bit and binary: the content as it stands.
    case verbatim
    case base64
    case quotedPrintable
    /// Any other; parts written so can only be skipped. Its name as it stands, lower-cased.
    case unknown(String)

    /// From the value of a Content-Transfer-Encoding header; without one it is 7bit.
    init(_ value: String?) {
        let name = HeaderText.trimmed(value?.split(separator: ";").first.map(String.init) ?? "").lowercased()
        switch name {
        case "", "7bit", "8bit", "binary", "7-bit", "8-bit": self = .verbatim
        case "base64": self = .base64
        case "quoted-printable": self = .quotedPrintable
        default: self = .unknown(name)
        }
    }
}
