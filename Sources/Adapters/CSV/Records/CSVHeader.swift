import AdapterAPI

/// The columns' names, and which of them the options mean.
struct CSVHeader {
    /// As the file has them.
    let names: [String]
    /// Those that keys are made of.
    let shownNames: [String]
    /// The configured column of each column, if there is one.
    private(set) var options: [ColumnOption?]

    /// - Throws: ``DocumentFault`` when a configured column is not there.
    init(_ names: [String], _ options: CSVOptions, line: Int) throws(DocumentFault) {
        self.names = names
        shownNames = options.layout.stripsUnits ? names.map(PayloadKeys.withoutUnits) : names
        self.options = [ColumnOption?](repeating: nil, count: names.count)
        var missing: [String] = []
        for column in options.columns {
            if let index = index(of: column.name) {
                if let other = self.options[index] {
                    throw DocumentFault(
                        line: line,
                        reason: "\"\(other.name)\" and \"\(column.name)\" in \"columns\" are the same column")
                }
                self.options[index] = column
            } else if !column.isOptional {
                missing.append(column.name)
            }
        }
        let templates = [options.derivations.asset, options.derivations.time, options.derivations.subtype]
        for template in templates + options.fields.map(\.template) {
            for name in template?.columns ?? [] where index(of: name) == nil && !missing.contains(name) {
                if !options.columns.contains(where: { $0.name == name && $0.isOptional }) { missing.append(name) }
            }
        }
        if !missing.isEmpty { throw Self.fault(missing, names, line) }
    }

    private static let namesShown = 50

    private static func fault(_ missing: [String], _ names: [String], _ line: Int) -> DocumentFault {
        let wanted = missing.map { "\"\($0)\"" }.joined(separator: ", ")
        let there = names.prefix(namesShown).map { "\"\($0)\"" }.joined(separator: ", ")
        let more = names.count > namesShown ? " and \(names.count - namesShown) more" : ""
        return DocumentFault(line: line, reason: "no column \(wanted); the file has \(there)\(more)")
    }

    /// The column that a name means; nil when there is none.
    func index(of name: String) -> Int? {
        Self.index(of: name, in: names) ?? Self.index(of: name, in: shownNames)
    }

    /// Exactly so written, else the first that gets the same key, else the one with this key (`menge_2`).
    static func index(of name: String, in names: [String]) -> Int? {
        if let index = names.firstIndex(of: name) { return index }
        let key = PayloadKeys.plain(name)
        if key.isEmpty { return nil }
        return names.firstIndex { PayloadKeys.plain($0) == key } ?? PayloadKeys.make(names).firstIndex(of: key)
    }

    /// A column in words.
    func words(_ column: Int) -> String {
        column < names.count && !names[column].isEmpty ? "column \"\(names[column])\"" : "column \(column + 1)"
    }
}
