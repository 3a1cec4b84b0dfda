/// What a file or body is made of, told from its first bytes.
enum PackageKind: Equatable, Sendable {
    /// A document, or what is to be refused as one.
    case xml
    /// Packed; what is inside is told when it is unpacked.
    case gzip
    /// MIME parts.
    case multipart
    case unknown

    /// Bytes that are enough to tell.
    static let headSize = 4096

    /// - Parameters:
    ///   - name: The file's name; only its extension counts, and only when the content does not tell.
    ///   - head: The first bytes, up to ``headSize``.
    ///   - contentType: For bodies that came over HTTP, the value of that header. Content counts more: some senders
    ///     say multipart and send XML.
    static func detect(name: String, head: some Collection<UInt8>, contentType: String? = nil) -> PackageKind {
        let head = Array(head.prefix(headSize))
        if head.starts(with: [0x1f, 0x8b]) { return .gzip }
        if beginsXML(head) { return .xml }
        if PackageHead.beginsMultipart(head) { return .multipart }
        if let contentType, MediaType(contentType).isMultipart { return .multipart }
        let lower = name.lowercased()
        return [".mjm", ".mjd", ".mim", ".mime"].contains(where: lower.hasSuffix) ? .multipart : .unknown
    }

    /// Whether the first character is `<`, in an encoding that XML is written in (XML 1.0 appendix F).
    private static func beginsXML(_ head: [UInt8]) -> Bool {
        let text = head.drop { $0 == 0 || HeaderText.isSpace($0) || [0xef, 0xbb, 0xbf, 0xff, 0xfe].contains($0) }
        return text.first == UInt8(ascii: "<")
    }
}
