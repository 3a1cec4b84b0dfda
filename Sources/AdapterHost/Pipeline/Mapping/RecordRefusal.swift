/// Why a record makes no event: a short code for counting, and words for people.
struct RecordRefusal: Error, Equatable {
    let code: String
    let words: String

    init(_ code: String, _ words: String) {
        self.code = code
        self.words = words
    }

    /// As the dead letter holds it.
    var reason: String { "\(code): \(words)" }
}
