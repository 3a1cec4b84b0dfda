/// The value of a Content-Type header (RFC 2045 section 5.1).
struct MediaType: Equatable {
    /// Lower-cased, without parameters; empty when the header has none.
    var name: String
    /// By name in lower case; of two of one name the first.
    private(set) var parameters: [String: String] = [:]

    var isMultipart: Bool { name.hasPrefix("multipart/") }
    /// What separates the parts, or nil. White space at its end is none of it (RFC 2046 section 5.1.1).
    var boundary: String? {
        guard var boundary = parameters["boundary"] else { return nil }
        while let last = boundary.utf8.last, HeaderText.isSpace(last) { boundary.removeLast() }
        return boundary.isEmpty ? nil : boundary
    }

    /// Reads a header's value; never fails, what is no parameter is left out.
    init(_ value: String) {
        let pieces = Self.pieces(value)
        name = HeaderText.trimmed(pieces.first ?? "").lowercased()
        for piece in pieces.dropFirst() {
            guard let equals = piece.firstIndex(of: "=") else { continue }
            // A tab that became a dot leaves a name such as ".boundary".
            let name = HeaderText.trimmed(piece[..<equals]).lowercased().drop { !$0.isLetter }
            guard !name.isEmpty, parameters[String(name)] == nil else { continue }
            parameters[String(name)] = Self.unquoted(HeaderText.trimmed(piece[piece.index(after: equals)...]))
        }
    }

    /// The text between semicolons that are not in quotes.
    private static func pieces(_ value: String) -> [Substring] {
        var pieces: [Substring] = []
        var start = value.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in value.unicodeScalars.indices {
            switch value.unicodeScalars[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case ";" where !isQuoted:
                pieces.append(value[start..<index])
                start = value.unicodeScalars.index(after: index)
            default: break
            }
        }
        pieces.append(value[start...])
        return pieces
    }

    /// What a quoted string means; text that is not quoted as it stands.
    private static func unquoted(_ text: String) -> String {
        guard text.unicodeScalars.first == "\"" else { return text }
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars.dropFirst() {
            if isEscaped {
                result.append(scalar)
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                break
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }
}
