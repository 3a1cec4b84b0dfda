/// How a file's characters are stored.
enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case latin1 = "iso-8859-1"
    case windows1252 = "windows-1252"
    /// A byte order mark decides; without one the low byte comes first.
    case utf16 = "utf-16"
    case utf16Little = "utf-16le"
    case utf16Big = "utf-16be"

    /// Whether rows are held as UTF-8 in memory: all but the encodings of one byte a character, which are converted value
    /// by value.
    var isUnicode: Bool { upperHalf == nil }

    /// Whether the file's characters are units of two bytes.
    var isWide: Bool { self == .utf16 || self == .utf16Little || self == .utf16Big }

    /// The characters of the bytes from 0x80 on, or nil for Unicode. Bytes that windows-1252 leaves undefined become the
    /// control characters of the same number, as in the WHATWG's encoding standard.
    var upperHalf: [UInt16]? {
        switch self {
        case .utf8, .utf16, .utf16Little, .utf16Big: nil
        case .latin1: Array(0x80...0xff)
        case .windows1252: Self.windows1252Controls + Array(0xa0...0xff)
        }
    }

    private static let windows1252Controls: [UInt16] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
        0x017d,
        0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153,
        0x9d,
        0x017e, 0x0178,
    ]
}
