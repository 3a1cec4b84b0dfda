/// How each column was read, in words: for `--explain`.
struct ColumnReport {
    private let layout: RowLayout
    private let options: CSVOptions

    init(_ layout: RowLayout, _ options: CSVOptions) {
        self.layout = layout
        self.options = options
    }

    /// A line for each column and field, with the values of a row as examples.
    func words(_ row: RowView) -> [String] {
        let members = layout.payload.pointer.pointee.plan.members
        var lines: [String] = []
        for column in layout.header.names.indices {
            let member = members.first { if case .column(column) = $0.source { true } else { false } }
            let example = String(decoding: row.trimmed(column).prefix(Self.exampleBytes), as: UTF8.self)
            lines.append(
                "\(layout.header.words(column)) → \(member.map(target) ?? "left out")\(uses(column)), e.g. \"\(example)\""
            )
        }
        for member in members {
            guard case .recipe(let recipe) = member.source else { continue }
            let example = recipe.withText(row) { String(decoding: $0.prefix(Self.exampleBytes), as: UTF8.self) }
            lines.append("\(member.words) → \(target(member)), e.g. \"\(example)\"")
        }
        return lines
    }

    private static let exampleBytes = 60

    private func target(_ member: PayloadMember) -> String {
        "\(member.path.text), \(member.form.isText ? "a text as it stands" : member.form.words)"
    }

    /// What the column is used for beside its value.
    private func uses(_ column: Int) -> String {
        var uses: [String] = []
        for (role, words) in [(ColumnRole.asset, "machine"), (.time, "time"), (.subtype, "subtype")] {
            let isOwn = layout.header.options[column]?.role == role
            let isPart = options.derivations[role]?.columns.contains { layout.header.index(of: $0) == column } ?? false
            guard isOwn || isPart else { continue }
            let form = role == .time ? " as \(layout.timePattern?.format ?? TimePattern.iso)" : ""
            uses.append("\(isOwn ? "the" : "part of the") \(words)\(form)")
        }
        return uses.isEmpty ? "" : "; used as " + uses.joined(separator: " and ")
    }
}
