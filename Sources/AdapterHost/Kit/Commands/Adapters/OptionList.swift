import AdapterAPI

/// Options as a table or as JSON.
enum OptionList {
    /// A line each: name, kind, default, meaning.
    static func text(_ options: [ConfigurationOption]) -> String {
        let names = options.map(\.path.count).max() ?? 0
        let rows = options.map { option in
            let fallback = option.isRequired ? "required" : option.fallback ?? "-"
            return (option, fallback: fallback)
        }
        let fallbacks = min(rows.map(\.fallback.count).max() ?? 0, widestFallback)
        return rows.map { option, fallback in
            """
            \(option.path.padding(to: names))  \(fallback.padding(to: fallbacks))  \(option.help)
            \("".padding(to: names))  \("".padding(to: fallbacks))  (\(option.type))

            """
        }
        .joined()
    }

    /// Characters of the column of defaults; a longer one moves its line's rest.
    private static let widestFallback = 20

    static func json(_ options: [ConfigurationOption], kind: String) -> JSONTree {
        .object([
            ("adapter", .string(kind)),
            ("options", .array(options.map { .object(members(of: $0)) })),
        ])
    }

    private static func members(of option: ConfigurationOption) -> [(String, JSONTree)] {
        var members: [(String, JSONTree)] = [("name", .string(option.path)), ("type", .string(option.type))]
        if let unit = option.unit { members.append(("unit", .string(unit))) }
        if let fallback = option.fallback { members.append(("default", .string(fallback))) }
        return members + [("required", .boolean(option.isRequired)), ("description", .string(option.help))]
    }
}
