/// Writes XML text: enough for the small documents that we answer with.
struct XMLText {
    private(set) var text = #"<?xml version="1.0" encoding="UTF-8"?>"# + "\n"
    private var open: [String] = []

    /// Opens an element; attributes without a value are left out.
    mutating func start(_ name: String, _ attributes: [(String, String?)] = []) {
        tag(name, attributes, end: ">")
        open.append(name)
    }

    /// An element without content.
    mutating func empty(_ name: String, _ attributes: [(String, String?)] = []) {
        tag(name, attributes, end: "/>")
    }

    mutating func content(_ words: String) {
        text += Self.escaped(words)
    }

    /// Closes the innermost open element.
    mutating func end() {
        if let name = open.popLast() { text += "</\(name)>" }
    }

    private mutating func tag(_ name: String, _ attributes: [(String, String?)], end: String) {
        text += "<\(name)"
        for (key, value) in attributes {
            if let value { text += " \(key)=\"\(Self.escaped(value))\"" }
        }
        text += end
    }

    /// Characters that XML 1.0 cannot hold become U+FFFD.
    private static func escaped(_ words: String) -> String {
        var result = ""
        for scalar in words.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": result += "\u{fffd}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
