import AdapterAPI

/// Asset, time and subtype made of several columns.
struct Derivations: Sendable {
    var asset: ColumnTemplate?
    var time: ColumnTemplate?
    var subtype: ColumnTemplate?
    /// How the time is written; nil for the ISO form.
    var timePattern: TimePattern?

    init(_ reader: inout ConfigurationReader) {
        asset = ColumnTemplate.read(
            "assetFrom", &reader, help: "which machine a row is about, made of columns: {Hall}-{Machine}")
        subtype = ColumnTemplate.read("subtypeFrom", &reader, help: "the event's subtype, made of columns")
        time = ColumnTemplate.read("timeFrom", &reader, help: "the event's time, made of columns: {Date} {Time}")
        let format = reader.optionalString("timeFormat", help: "how the time of timeFrom is written")
        timePattern = TableForms.pattern(format, &reader, key: "timeFormat")
        if format != nil, time == nil { reader.fault(at: "timeFormat", "\"timeFormat\" is only for \"timeFrom\"") }
    }

    subscript(role: ColumnRole) -> ColumnTemplate? {
        switch role {
        case .value: nil
        case .asset: asset
        case .time: time
        case .subtype: subtype
        }
    }
}
