import AdapterAPI

/// The tables under "Options" of an adapter's README, held against what the adapter reads.
struct OptionTable {
    struct Row {
        var name: String
        /// What stands behind the name.
        var text: String
    }

    let rows: [Row]

    /// A row may be about several options: "`fields.*.type`, `.format`".
    init(readme: String) {
        var isInside = false
        var rows: [Row] = []
        for line in readme.split(separator: "\n") {
            if line.hasPrefix("## ") { isInside = line == "## Options" }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard isInside, line.hasPrefix("| `"), cells.count > 3 else { continue }
            let text = cells.dropFirst(2).joined(separator: "|")
            let names = Self.quoted(cells[1])
            let above = names[0].split(separator: ".").dropLast().joined(separator: ".")
            rows += names.map { Row(name: $0.hasPrefix(".") ? above + $0 : $0, text: text) }
        }
        self.rows = rows
    }

    /// What stands between backticks.
    private static func quoted(_ cell: Substring) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.offset.isMultiple(of: 2) }.map { String($0.element) }
    }

    /// What the tables lack, have too much, or say wrongly.
    func faults(against options: [ConfigurationOption]) -> [String] {
        let surplus = rows.filter { row in !options.contains { $0.path == row.name } }
        return surplus.map { "\($0.name) has a row, but is not read" } + options.compactMap(fault)
    }

    private func fault(of option: ConfigurationOption) -> String? {
        guard let row = rows.first(where: { $0.name == option.path }) else {
            return isToldElsewhere(option.path) ? nil : "\(option.path) is read, but has no row"
        }
        // Defaults of what a user's own keys hold may be said in words, such as "that of the table".
        if option.path.contains("*") { return nil }
        if option.isRequired, !option.path.contains(".") {
            return row.text.contains("required") ? nil : "\(option.path) is required: its row must say so"
        }
        // A zone's default is the machine's, in words.
        guard let fallback = option.fallback, option.forms != [.timeZone] else { return nil }
        return row.text.contains("`\(fallback)`") ? nil : "\(option.path): its default is `\(fallback)`"
    }

    /// A small section may be told of in the row of its own key, `*` in that of its table; "the same" points to the row of
    /// another section. A section may also be told of by the rows of what is in it.
    private func isToldElsewhere(_ path: String) -> Bool {
        let parts = path.split(separator: ".")
        let above = parts.dropLast().joined(separator: ".")
        let key = parts.last.map(String.init) ?? ""
        return rows.contains { row in
            let says = key == "*" || row.text.contains("`\(key)`") || row.text.contains("| the same for")
            return row.name == above && says || row.name.hasPrefix(path + ".")
        }
    }
}
