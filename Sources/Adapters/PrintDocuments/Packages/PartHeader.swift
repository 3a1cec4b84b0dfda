/// What is known of a part before its content is read.
struct PartHeader: Equatable, Sendable {
    /// The part's number in the package, from 1; nested packages have none, their parts are counted like all others.
    var ordinal: Int
    /// Lower-cased, without parameters; empty when the part has none.
    var contentType: String
    /// Lower-cased. An XML declaration inside the part is nearer to the truth: CIP4's own samples say us-ascii outside
    /// and utf-8 inside.
    var charset: String?
    /// As it stands, without angle brackets: a name, never a path. Parts are not written to disk.
    var contentID: String?
    var transferEncoding: TransferEncoding
    /// Whether the part is a document to be read: by its type, and where that says nothing by its first bytes.
    var isXML: Bool
    /// The package's line in which the part's header begins, from 1.
    var headerLine: Int
    /// The package's line in which the content begins, from 1.
    var firstLine: Int
}
