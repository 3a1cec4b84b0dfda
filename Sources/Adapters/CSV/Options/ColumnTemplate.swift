import AdapterAPI

/// A text made of constant parts and columns: `{Halle}-{Maschine}`. Two braces stand for one.
struct ColumnTemplate: Sendable {
    enum Part: Sendable, Equatable {
        case text(String)
        /// A column by its name.
        case column(String)
    }

    let parts: [Part]
    /// As it was written.
    let text: String

    /// One column's value.
    init(column: String) {
        parts = [.column(column)]
        text = "{\(column)}"
    }

    /// - Returns: nil when a brace is not closed or a column has no name.
    init?(_ text: String) {
        self.text = text
        var parts: [Part] = []
        var constant = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if (character == "{" || character == "}") && rest.first == character {
                constant.append(character)
                rest.removeFirst()
            } else if character == "{" {
                guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else { return nil }
                if !constant.isEmpty { parts.append(.text(constant)) }
                constant = ""
                parts.append(.column(String(rest[..<end])))
                rest = rest[rest.index(after: end)...]
            } else if character == "}" {
                return nil
            } else {
                constant.append(character)
            }
        }
        if !constant.isEmpty || parts.isEmpty { parts.append(.text(constant)) }
        self.parts = parts
    }

    var columns: [String] { parts.compactMap { if case .column(let name) = $0 { name } else { nil } } }

    /// The template at a key, or nil; what is wrong with it is a fault there.
    static func read(_ key: String, _ reader: inout ConfigurationReader, help: String) -> ColumnTemplate? {
        guard let text = reader.optionalString(key, help: help) else { return nil }
        let template = ColumnTemplate(text)
        if template == nil {
            reader.fault(
                at: key,
                "\"\(key)\" must be text with columns in braces such as \"{Hall}-{Machine}\", found \"\(text)\"")
        }
        return template
    }
}
