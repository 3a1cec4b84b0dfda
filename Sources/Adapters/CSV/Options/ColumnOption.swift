import AdapterAPI

/// A configured column.
struct ColumnOption: Sendable {
    /// As the header writes it.
    var name: String
    var role: ColumnRole
    /// How its times are written; nil for the ISO form.
    var pattern: TimePattern?

    init(_ name: String, _ reader: inout ConfigurationReader) {
        self.name = name
        role = reader.choice("as", default: ColumnRole.value, help: "what the value is used for, beside being sent")
        let format = reader.optionalString(
            "format", help: "how a time is written, such as dd.MM.yyyy HH:mm:ss; without it 2026-03-29T14:05:00")
        guard let format else { return }
        if role != .time { reader.fault(at: "format", "\"format\" is only for a column with \"as: time\"") }
        do {
            pattern = try TimePattern(format)
        } catch {
            reader.fault(at: "format", "\"\(format)\" is no time format: \(error.reason)")
        }
    }
}
