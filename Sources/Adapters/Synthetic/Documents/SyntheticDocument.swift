/// A document of one press, ready to be written or posted.
struct SyntheticDocument: Equatable, Sendable {
    /// Its file's name: the same for the same events.
    var name: String
    var bytes: [UInt8]
    /// Records in it, each of which makes an event, or two.
    var records: Int
    /// In nanoseconds since 1970: one from before a start may stand there already.
    var due: Int64
    /// Whether it is to be sent twice.
    var isRepeated = false
    /// Whether half of it is to be seen before the whole is.
    var isHalfFirst = false
}
