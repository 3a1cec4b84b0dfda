/// A template whose columns are found: makes a text of a row.
final class TextRecipe {
    private enum Part {
        case text([UInt8])
        case column(Int)
        /// An optional column that the file has not.
        case nothing
    }

    private let parts: [Part]
    private var made: [UInt8] = []
    /// The column, when it is nothing else.
    let single: Int?

    init(_ template: ColumnTemplate, _ header: CSVHeader) {
        parts = template.parts.map { part in
            switch part {
            case .text(let text): .text(Array(text.utf8))
            case .column(let name): header.index(of: name).map { .column($0) } ?? .nothing
            }
        }
        if parts.count == 1, case .column(let column) = parts[0] { single = column } else { single = nil }
    }

    /// Calls `body` with the text, each value without blanks around it; with nothing when one of the columns is empty.
    @inline(__always)
    func withText<Result>(_ row: RowView, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        if let single { return body(row.trimmed(single)) }
        make(row)
        return made.withUnsafeBytes(body)
    }

    private func make(_ row: RowView) {
        made.removeAll(keepingCapacity: true)
        for part in parts {
            switch part {
            case .text(let text): made += text
            case .column(let column):
                let value = row.trimmed(column)
                if value.isEmpty { return made.removeAll(keepingCapacity: true) }
                made += value
            case .nothing: return made.removeAll(keepingCapacity: true)
            }
        }
    }
}
