import AdapterAPI

/// How a table is written, and what becomes of its columns.
struct CSVOptions: Sendable {
    /// One byte in each of the encodings.
    var delimiter: UInt8
    var encoding: TextEncoding
    var eventType: String
    /// For rows without one of their own.
    var eventSubtype: String
    var zone: ZoneRules
    /// Whether empty values become members of the payload.
    var keepsEmpty: Bool
    /// Bytes of a row at most.
    var maxRowSize: Int
    var columns: [ColumnOption]

    init(_ reader: inout ConfigurationReader) {
        delimiter = Self.delimiter(&reader)
        encoding = reader.choice("encoding", default: TextEncoding.utf8, help: "how the files' characters are stored")
        eventType = reader.eventType("eventType", help: "the type of the events")
        eventSubtype = reader.eventSubtype(
            "eventSubtype", default: "Record", help: "the subtype of rows that have none in a column")
        zone = reader.timeZone("zone", help: "the zone of times that say none")
        keepsEmpty = reader.boolean("keepEmpty", default: false, help: "whether empty values are sent")
        maxRowSize = reader.bytes("maxRowSize", default: "1MiB", help: "a file with a longer row goes to error/")
        columns = reader.table("columns", help: "columns that mean more than a value, by their names in the header") {
            ColumnOption($0, &$1)
        }.map(\.value)
        if !(1...Self.largestRowSize).contains(maxRowSize) {
            reader.fault(at: "maxRowSize", "\"maxRowSize\" must be from 1B to 64MiB")
        }
        for role in [ColumnRole.asset, .time, .subtype] where columns.count(where: { $0.role == role }) > 1 {
            reader.fault(at: "columns", "only one column can have \"as: \(role.rawValue)\"")
        }
    }

    /// Rows are held in memory, each with up to six times its size as JSON.
    private static let largestRowSize = 64 << 20

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
