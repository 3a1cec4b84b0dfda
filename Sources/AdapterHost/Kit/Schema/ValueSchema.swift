import AdapterAPI

/// What the schema says of one value.
enum ValueSchema {
    /// The keywords for a form; nil for mappings, whose keywords follow from what is inside them.
    static func members(of form: ConfigurationForm) -> [(String, JSONTree)]? {
        switch form {
        case .text, .secret: [types("string", "number", "boolean")]
        case .textNotEmpty, .path: [types("string", "number", "boolean"), ("minLength", .integer(1))]
        // Editors read YAML 1.1 or 1.2, so these words are texts or truth values.
        case .boolean: [("enum", words(["on", "off", "yes", "no"], [true, false]))]
        case .integer(let range): bounded("integer", .integer(range.lowerBound), .integer(range.upperBound))
        case .number(let range): bounded("number", .number(range.lowerBound), .number(range.upperBound))
        case .duration: [types("string"), pattern("\(number) *(ms|s|min|m|h|d)")]
        case .size: [types("string", "integer"), pattern("\(number) *\(sizes)?"), ("minimum", .integer(0))]
        case .rate: [types("string"), pattern("unlimited|\(number)/(s|min|h)")]
        case .byteRate: [types("string"), pattern("unlimited|\(number) *\(sizes)?/(s|min|h)")]
        case .choice(let names): choice(names)
        case .timeZone: [types("string"), pattern("UTC|[A-Za-z_]+/[A-Za-z0-9_+/-]+")]
        case .texts: texts
        case .mapping, .table: nil
        }
    }

    private static let number = "[0-9]+([.][0-9]+)?"
    private static let sizes = "(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)"
    /// A text with a reference to the environment may become anything.
    private static let reference = ".*\\$\\{[^}]+\\}.*"

    private static func types(_ names: String...) -> (String, JSONTree) {
        ("type", names.count == 1 ? .string(names[0]) : .array(names.map { .string($0) }))
    }

    private static func pattern(_ whole: String) -> (String, JSONTree) {
        ("pattern", .string("^(\(whole)|\(reference))$"))
    }

    private static func bounded(_ type: String, _ low: JSONTree, _ high: JSONTree) -> [(String, JSONTree)] {
        [
            types(type, "string"), ("minimum", low), ("maximum", high),
            ("pattern", .string("^([0-9.]+|\(reference))$")),
        ]
    }

    private static func choice(_ names: [String]) -> [(String, JSONTree)] {
        let truths: [Bool] = (names.contains("on") ? [true] : []) + (names.contains("off") ? [false] : [])
        let written = JSONTree.object([("type", .string("string")), ("pattern", .string("^\(reference)$"))])
        return [("anyOf", .array([.object([("enum", words(names, truths))]), written]))]
    }

    private static func words(_ names: [String], _ truths: [Bool]) -> JSONTree {
        .array(names.map { .string($0) } + truths.map { .boolean($0) })
    }

    private static var texts: [(String, JSONTree)] {
        let item = JSONTree.object([types("string", "number", "boolean")])
        return [types("array", "string"), ("items", item)]
    }
}
