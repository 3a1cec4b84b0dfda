/// Which parts are XML documents.
enum XMLContent {
    private static let roots = ["JDF", "JMF", "XJDF", "XJMF"]
    /// Decoded bytes that ``begins(_:)`` wants to see.
    static let probe = 512

    /// What a media type says: true or false, nil when it says nothing.
    static func isXML(type: String) -> Bool? {
        switch type {
        case "text/xml", "application/xml", "application/vnd.cip4-jdf", "application/vnd.cip4-jmf": true
        case "", "application/octet-stream", "binary/octet-stream", "application/x-unknown", "text/plain": nil
        // A drawing is no document of this kind though it is written in XML.
        default: type.hasSuffix("+xml") && !type.hasPrefix("image/")
        }
    }

    /// Whether content begins as an XML document: with a declaration or with a root of the print formats.
    static func begins(_ bytes: some Collection<UInt8>) -> Bool {
        // UTF-16 of these names is their ASCII with zeros between.
        let text = bytes.prefix(probe).filter { $0 != 0 }
        var rest = text.drop { HeaderText.isSpace($0) || [0xef, 0xbb, 0xbf, 0xff, 0xfe].contains($0) }
        if rest.starts(with: "<?xml".utf8) { return true }
        guard rest.popFirst() == UInt8(ascii: "<") else { return false }
        let name = rest.prefix { !HeaderText.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
        let local = name.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).last ?? name
        return roots.contains { local.elementsEqual($0.utf8) }
    }
}
