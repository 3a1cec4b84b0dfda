/// What a column's value is used for, beside being a value.
enum ColumnRole: String, CaseIterable, Sendable {
    case value, asset, time, subtype
}
