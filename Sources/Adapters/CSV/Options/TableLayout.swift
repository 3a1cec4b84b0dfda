import AdapterAPI

/// How the rows of a file are told apart, and where they begin and end.
struct TableLayout: Sendable {
    /// One byte in each of the encodings.
    var delimiter: UInt8
    var encoding: TextEncoding
    /// Lines before the header, or before the first row.
    var skipLines: Int
    /// What the header's line looks like; lines before it are passed over.
    var headerAt: Glob?
    /// As it was written.
    var headerPattern = ""
    /// The columns' names, for files without a header; empty: the header has them.
    var names: [String]
    /// Whether what stands in brackets in a name is left out.
    var stripsUnits: Bool
    /// What rows look like that are no records, such as totals.
    var ignoreRows: [Glob]
    /// Bytes of a row at most.
    var maxRowSize: Int

    /// Lines that ``headerAt`` is looked for in.
    static let mostTitleLines = 1_000
    /// Rows are held in memory, each with up to six times its size as JSON.
    private static let largestRowSize = 64 << 20

    init(_ reader: inout ConfigurationReader) {
        delimiter = Self.delimiter(&reader)
        encoding = reader.choice("encoding", default: TextEncoding.utf8, help: "how the files' characters are stored")
        skipLines = reader.integer(
            "skipLines", default: 0, in: 0...Self.mostTitleLines, help: "lines before the header that are passed over")
        let pattern = reader.optionalString(
            "headerAt", help: "what the header's line looks like, with * and ?; lines before it are passed over")
        headerAt = pattern.map { Glob($0, ignoringCase: true) }
        headerPattern = pattern ?? ""
        names = reader.strings("names", help: "the columns' names in their order, for files without a header")
        stripsUnits = reader.boolean(
            "stripUnits", default: false, help: "leave out what stands in brackets in a column's name: Length [mm]")
        ignoreRows = reader.strings("ignoreRows", help: "rows that are no records, with * and ?: Total*")
            .map { Glob($0, ignoringCase: true) }
        maxRowSize = reader.bytes("maxRowSize", default: "1MiB", help: "a file with a longer row goes to error/")
        if !(1...Self.largestRowSize).contains(maxRowSize) {
            reader.fault(at: "maxRowSize", "\"maxRowSize\" must be from 1B to 64MiB")
        }
        if pattern != nil, !names.isEmpty {
            reader.fault(at: "headerAt", "\"headerAt\" is for files with a header, \"names\" for those without one")
        }
        if pattern?.isEmpty == true { reader.fault(at: "headerAt", "\"headerAt\" must not be empty") }
    }

    private static func delimiter(_ reader: inout ConfigurationReader) -> UInt8 {
        let text = reader.string(
            "delimiter", default: ",", help: "what separates values: one character, or tab, semicolon, pipe")
        switch text {
        case "tab", "\t": return UInt8(ascii: "\t")
        case "semicolon": return UInt8(ascii: ";")
        case "pipe": return UInt8(ascii: "|")
        case "comma": return UInt8(ascii: ",")
        default: break
        }
        if text.utf8.count == 1, let byte = text.utf8.first, byte >= 0x20, byte < 0x7f, byte != UInt8(ascii: "\"") {
            return byte
        }
        reader.fault(
            at: "delimiter",
            "\"delimiter\" must be one ASCII character other than a quote, or tab, semicolon, pipe; found \"\(text)\"")
        return UInt8(ascii: ",")
    }
}
