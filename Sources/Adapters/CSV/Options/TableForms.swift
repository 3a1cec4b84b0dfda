import AdapterAPI

/// How the table writes its numbers and words; what columns and fields have in common.
struct TableForms: Sendable {
    let numbers: NumberFormat
    let truth: TruthWords
    let onBadValue: BadValue

    init(_ reader: inout ConfigurationReader) {
        numbers = NumberFormat(&reader)
        truth = TruthWords(&reader)
        onBadValue = reader.choice(
            "onBadValue", default: .deadLetter,
            help: "what becomes of a row with a value that is not of its column's type")
    }

    /// Reads `type`, `format` and `unit` of a column or field. `format` is also for a column that gives the time.
    func form(_ reader: inout ConfigurationReader, isTime: Bool) -> (form: ValueForm, pattern: TimePattern?) {
        let type = reader.choice("type", default: ColumnType.string, help: "what the value is in the payload")
        let format = reader.optionalString(
            "format",
            help: "how a time is written, such as dd.MM.yyyy HH:mm:ss, or a duration, such as H:mm; without it "
                + "2026-03-29T14:05:00 and H:mm:ss")
        var numbers = numbers
        if let unit = reader.optionalString("unit", help: "what may stand behind a number and is left out") {
            numbers.unit = Array(unit.utf8)
            if type != .integer && type != .number {
                reader.fault(at: "unit", "\"unit\" is only for type: integer and type: number")
            }
        }
        if format != nil, !isTime, type != .time, type != .duration {
            reader.fault(
                at: "format", "\"format\" is only for a column with \"as: time\", \"type: time\" or \"type: duration\"")
        }
        if isTime, type == .duration { reader.fault(at: "type", "a column with \"as: time\" is no duration") }
        let pattern = isTime || type == .time ? Self.pattern(format, &reader) : nil
        switch type {
        case .string: return (.string, pattern)
        case .integer: return (.integer(numbers), pattern)
        case .number: return (.number(numbers), pattern)
        case .boolean: return (.boolean(truth), pattern)
        case .time: return (.time(pattern), pattern)
        case .duration: return (duration(isTime ? nil : format, &reader), nil)
        }
    }

    static func pattern(_ format: String?, _ reader: inout ConfigurationReader, key: String = "format") -> TimePattern?
    {
        guard let format else { return nil }
        do {
            return try TimePattern(format)
        } catch {
            reader.fault(at: key, "\"\(format)\" is no time format: \(error.reason)")
            return nil
        }
    }

    private func duration(_ format: String?, _ reader: inout ConfigurationReader) -> ValueForm {
        do {
            return .duration(try DurationPattern(format ?? DurationPattern.standard, numbers: numbers))
        } catch {
            reader.fault(at: "format", "\"\(format ?? "")\" is no duration format: \(error.reason)")
            return .string
        }
    }
}
