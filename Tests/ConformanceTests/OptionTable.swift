import AdapterAPI

/// The table under "Options" of an adapter's README, held against what the adapter reads.
struct OptionTable {
    struct Row {
        var name: String
        var fallback: String
        var text: String
    }

    let rows: [Row]

    init(readme: String) {
        var isInside = false
        var rows: [Row] = []
        for line in readme.split(separator: "\n") {
            if line.hasPrefix("## ") { isInside = line == "## Options" }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard isInside, line.hasPrefix("| `"), cells.count >= 5,
                let name = cells[1].split(separator: "`").dropFirst().first
            else { continue }
            let fallback = cells[3].drop { $0 == " " }
            rows.append(
                Row(
                    name: String(name), fallback: fallback.last == " " ? String(fallback.dropLast()) : String(fallback),
                    text: String(line)))
        }
        self.rows = rows
    }

    /// What the table lacks, has too much, or says wrongly.
    func faults(against options: [ConfigurationOption]) -> [String] {
        let surplus = rows.filter { row in !options.contains { $0.path == row.name } }
        return surplus.map { "\($0.name) has a row, but is not read" } + options.compactMap(fault)
    }

    private func fault(of option: ConfigurationOption) -> String? {
        guard let row = rows.first(where: { $0.name == option.path }) else {
            // A small section may be told of in the row of its own key, `*` in that of its table; "the same" points to
            // the row of another section. A section may also be told of by the rows of what is in it.
            let parts = option.path.split(separator: ".")
            let above = parts.dropLast().joined(separator: ".")
            let key = parts.last.map(String.init) ?? ""
            let isTold = rows.contains { row in
                let says = key == "*" || row.text.contains("`\(key)`") || row.text.contains("| the same for")
                return row.name == above && says || row.name.hasPrefix(option.path + ".")
            }
            return isTold ? nil : "\(option.path) is read, but has no row"
        }
        if option.isRequired, !option.path.contains(".") {
            return row.fallback == "required" ? nil : "\(option.path) is required: its default must say so"
        }
        // A zone's default is the machine's, in words.
        guard let fallback = option.fallback, option.forms != [.timeZone] else { return nil }
        return row.fallback.contains("`\(fallback)`") ? nil : "\(option.path): its default is `\(fallback)`"
    }
}
