import AdapterAPI

/// How a table is written, and what becomes of its columns.
struct CSVOptions: Sendable {
    var layout: TableLayout
    var eventType: String
    /// For rows without one of their own.
    var eventSubtype: String
    var zone: ZoneRules
    /// Whether empty values become members of the payload.
    var keepsEmpty: Bool
    /// Words that mean no value, as UTF-8.
    var emptyWords: [[UInt8]]
    var columns: [ColumnOption]
    var fields: [FieldOption]
    var derivations: Derivations

    init(_ reader: inout ConfigurationReader) {
        layout = TableLayout(&reader)
        eventType = reader.eventType("eventType", help: "the type of the events")
        eventSubtype = reader.eventSubtype(
            "eventSubtype", default: "Record", help: "the subtype of rows that have none in a column")
        zone = reader.timeZone("zone", help: "the zone of times that say none")
        keepsEmpty = reader.boolean("keepEmpty", default: false, help: "whether empty values are sent")
        emptyWords = reader.strings("emptyWords", help: "values that mean none, such as - and n/a").map {
            Array($0.utf8)
        }
        let forms = TableForms(&reader)
        columns = reader.table("columns", help: "columns that mean more than a text, by their names in the header") {
            ColumnOption($0, &$1, forms)
        }.map(\.value)
        fields = reader.table("fields", help: "further members of every record, by their keys") {
            FieldOption($0, &$1, forms)
        }.compactMap(\.value)
        derivations = Derivations(&reader)
        check(&reader)
    }

    private func check(_ reader: inout ConfigurationReader) {
        for role in [ColumnRole.asset, .time, .subtype] {
            let count = columns.count { $0.role == role }
            if count > 1 {
                reader.fault(
                    at: "columns",
                    "only one column can have \"as: \(role.rawValue)\"; \(role.rawValue)From combines several")
            }
            if count > 0, derivations[role] != nil {
                reader.fault(
                    at: "\(role.rawValue)From",
                    "\"\(role.rawValue)From\" and \"as: \(role.rawValue)\" exclude each other")
            }
        }
        var paths: [(path: MemberPath, key: String)] = columns.compactMap { column in
            column.path.map { ($0, "columns") }
        }
        paths += fields.map { ($0.path, "fields") }
        for (index, (path, key)) in paths.enumerated() {
            guard let other = paths[..<index].first(where: { $0.path.clashes(with: path) })?.path else { continue }
            reader.fault(
                at: key,
                other == path
                    ? "two members would be called \"\(path.text)\""
                    : "\"\(path.text)\" and \"\(other.text)\" cannot both be: one is in the other")
        }
        guard !layout.names.isEmpty else { return }
        for column in columns where !column.isOptional && CSVHeader.index(of: column.name, in: layout.names) == nil {
            reader.fault(
                at: "columns",
                "\"names\" has no \"\(column.name)\"" + Suggestion.phrase(for: column.name, among: layout.names))
        }
    }
}
