/// What becomes of a row with a value that is not of its column's type.
enum BadValue: String, CaseIterable, Sendable {
    /// The row is refused.
    case deadLetter
    /// The value is sent as a text, counted `values_kept_as_text`.
    case keepText
    /// The value is left out, counted `values_omitted`.
    case omit
}
