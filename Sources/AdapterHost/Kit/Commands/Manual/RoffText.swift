/// Text in the language of manual pages, man(7).
struct RoffText {
    private(set) var text = ""
    /// A heading begins a paragraph by itself.
    private var isAfterHeading = false

    /// A line that begins with a macro.
    mutating func macro(_ line: String) {
        text += line + "\n"
        isAfterHeading = line.hasPrefix(".SH") || line.hasPrefix(".SS")
    }

    /// Lines that the reader's terminal breaks.
    mutating func line(_ words: String) { macro(Self.escaped(words)) }

    /// Begins a paragraph.
    mutating func paragraph() {
        if !isAfterHeading { macro(".PP") }
    }

    /// A macro with one argument.
    mutating func macro(_ name: String, _ argument: String) {
        macro("\(name) \"\(Self.escaped(argument).replacing("\"", with: "\\(dq"))\"")
    }

    /// Paragraphs, with an empty line between them; what is indented by two spaces or more keeps its lines.
    mutating func paragraphs(_ words: String) {
        var isExample = false
        var isFirst = true
        for line in words.split(separator: "\n", omittingEmptySubsequences: false) {
            let indented = line.hasPrefix("  ")
            if indented != isExample {
                if indented { paragraph() }
                macro(indented ? ".RS 4\n.nf" : ".fi\n.RE")
                isExample = indented
            }
            if line.isEmpty {
                isFirst = true
            } else {
                if isFirst, !indented { paragraph() }
                isFirst = false
                self.line(indented ? String(line.dropFirst(2)) : String(line))
            }
        }
        if isExample { macro(".fi\n.RE") }
    }

    /// With what the language would read as its own taken away.
    static func escaped(_ words: String) -> String {
        let text = words.replacing("\\", with: "\\e").replacing("-", with: "\\-").replacing("…", with: "...")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : text
    }
}
