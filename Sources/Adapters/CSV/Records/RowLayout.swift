import AdapterAPI

/// What the header decides for all rows.
final class RowLayout {
    let header: CSVHeader
    let payload: Box<PayloadRow>
    /// Of rows without a subtype of their own.
    let kind: RecordKind
    let asset: TextRecipe?
    let time: TextRecipe?
    let subtype: TextRecipe?
    /// nil: the ISO form.
    let timePattern: TimePattern?
    /// The line of the header; 0 without one.
    let line: Int

    /// - Throws: ``DocumentFault`` when a configured column is not there.
    init(_ names: [String], _ options: CSVOptions, line: Int) throws(DocumentFault) {
        let header = try CSVHeader(names, options, line: line)
        self.header = header
        self.line = line
        payload = Box(PayloadRow(PayloadPlan(header, options), options))
        kind = RecordKind(eventType: options.eventType, eventSubtype: options.eventSubtype)
        func recipe(_ role: ColumnRole) -> TextRecipe? {
            let column = header.options.firstIndex { $0?.role == role }.map { ColumnTemplate(column: header.names[$0]) }
            return (options.derivations[role] ?? column).map { TextRecipe($0, header) }
        }
        asset = recipe(.asset)
        time = recipe(.time)
        subtype = recipe(.subtype)
        timePattern =
            options.derivations.time == nil
            ? header.options.lazy.compactMap { $0 }.first { $0.role == .time }?.pattern
            : options.derivations.timePattern
    }

    deinit { payload.pointer.pointee.free() }

    /// The kind of rows with a subtype.
    func kind(_ subtype: String) -> RecordKind {
        RecordKind(eventType: kind.eventType, eventSubtype: subtype)
    }
}
