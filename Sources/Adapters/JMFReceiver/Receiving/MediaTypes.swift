/// The media types of bodies that are taken.
enum MediaTypes {
    private static let known: Set<String> = [
        "application/vnd.cip4-jmf+xml", "application/vnd.cip4-xjmf+xml", "text/xml", "application/xml",
        "multipart/related",
    ]
    private static let encodings: Set<String> = ["", "identity", "gzip", "x-gzip"]

    /// Whether a body with this Content-Type is taken; without one it is.
    static func accepts(contentType: String?) -> Bool {
        let type = essence(contentType)
        return type.isEmpty || known.contains(type)
    }

    /// Whether a body with this Content-Encoding is taken.
    static func accepts(encoding: String?) -> Bool { encodings.contains(essence(encoding)) }

    /// Whether the type says XJMF, for the answer to a body that cannot be read.
    static func isXJMF(_ contentType: String?) -> Bool { essence(contentType) == "application/vnd.cip4-xjmf+xml" }

    /// What stands before the parameters, in lower case.
    private static func essence(_ field: String?) -> String {
        guard let first = field?.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false).first else {
            return ""
        }
        return first.filter { $0 != " " && $0 != "\t" }.lowercased()
    }
}
