import AdapterAPI

/// A table's first row: the columns' names, and which of them mean more than a value.
struct CSVHeader {
    let names: [String]
    private(set) var asset: Int?
    private(set) var time: Int?
    private(set) var subtype: Int?
    private(set) var timePattern: TimePattern?

    /// - Throws: ``DocumentFault`` when a configured column is not there.
    init(_ names: [String], _ columns: [ColumnOption], line: Int) throws(DocumentFault) {
        self.names = names
        var missing: [String] = []
        for column in columns {
            guard let index = Self.index(of: column.name, in: names) else {
                missing.append(column.name)
                continue
            }
            switch column.role {
            case .value: break
            case .asset: asset = index
            case .subtype: subtype = index
            case .time:
                time = index
                timePattern = column.pattern
            }
        }
        if missing.isEmpty { return }
        let wanted = missing.map { "\"\($0)\"" }.joined(separator: ", ")
        let there = names.prefix(Self.namesShown).map { "\"\($0)\"" }.joined(separator: ", ")
        let more = names.count > Self.namesShown ? " and \(names.count - Self.namesShown) more" : ""
        throw DocumentFault(line: line, reason: "no column \(wanted); the file has \(there)\(more)")
    }

    private static let namesShown = 50

    /// Exactly so written, else the first that gets the same key.
    private static func index(of name: String, in names: [String]) -> Int? {
        if let index = names.firstIndex(of: name) { return index }
        let key = PayloadKeys.plain(name)
        return key.isEmpty ? nil : names.firstIndex { PayloadKeys.plain($0) == key }
    }
}
