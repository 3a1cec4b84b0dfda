/// What a value is in the payload. Nothing is guessed: a column without a type stays a text as it stands.
enum ColumnType: String, CaseIterable, Sendable {
    /// A JSON string.
    case string
    /// A JSON number without a fraction, at most 2^53, beyond which receivers round.
    case integer
    /// A JSON number in the file's own digits.
    case number
    case boolean
    /// A time as RFC 3339 writes it.
    case time
    /// A span, as a number of seconds.
    case duration
}
