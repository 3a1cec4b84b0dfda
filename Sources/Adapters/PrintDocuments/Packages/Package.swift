/// A file or body, opened as what it is.
enum Package {
    /// One document: XML, or what is to be refused as none.
    case document(any ByteSource)
    /// Parts, each XML one a document of its own.
    case parts(MultipartReader)

    /// gzip files inside one another.
    private static let packings = 2

    /// Looks at the first bytes and opens; what is packed is unpacked.
    ///
    /// `name` is the file's, `contentType` the value of that header for a body that came over HTTP.
    /// - Throws: `DocumentFault` when what is packed is damaged, and what the source throws.
    static func open(
        _ source: any ByteSource, name: String, contentType: String? = nil, limits: PackageLimits = PackageLimits()
    ) throws -> Package {
        var source = source
        for packing in 0...packings {
            let peeked = try PeekedSource(source, count: PackageKind.headSize)
            source = peeked
            switch PackageKind.detect(name: name, head: peeked.head, contentType: contentType) {
            case .gzip where packing < packings: source = try GzipSource(peeked, limit: limits.unpacked)
            case .multipart: return .parts(MultipartReader(peeked, contentType: contentType, limits: limits))
            case .xml, .unknown, .gzip: return .document(peeked)
            }
        }
        return .document(source)
    }
}
