import AdapterAPI

/// What the header decides for all rows.
struct RowLayout {
    let header: CSVHeader
    let payload: PayloadRow
    /// Of rows without a subtype of their own.
    let kind: RecordKind

    /// - Throws: ``DocumentFault`` when a configured column is not there.
    init(_ names: [String], _ options: CSVOptions, line: Int) throws(DocumentFault) {
        header = try CSVHeader(names, options.columns, line: line)
        payload = PayloadRow(keys: PayloadKeys.make(names), keepsEmpty: options.keepsEmpty)
        kind = RecordKind(eventType: options.eventType, eventSubtype: options.eventSubtype)
    }

    /// The kind of rows with a subtype.
    func kind(_ subtype: String) -> RecordKind {
        RecordKind(eventType: kind.eventType, eventSubtype: subtype)
    }
}
