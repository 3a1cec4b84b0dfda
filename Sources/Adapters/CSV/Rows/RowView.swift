/// A row's values, as long as nothing more is read.
struct RowView {
    let cells: UnsafePointer<Cell>
    let count: Int
    let bytes: UnsafePointer<UInt8>
    /// Bytes of the row.
    let size: Int
    let isASCII: Bool
    let text: CellText

    /// A value as UTF-8, valid until the next call.
    @inline(__always)
    func value(_ column: Int) -> UnsafeRawBufferPointer {
        text.utf8(cells[column], bytes, isASCII: isASCII)
    }

    /// The same without blanks around it.
    func trimmed(_ column: Int) -> UnsafeRawBufferPointer {
        Blanks.trim(value(column))
    }
}
