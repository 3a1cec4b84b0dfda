/// Why a text is no JSON, and where.
struct JSONFault: Error, Equatable, CustomStringConvertible {
    /// The byte at which it was noticed, from 0.
    let offset: Int
    let reason: String

    var description: String { "\(reason) at byte \(offset)" }
}
