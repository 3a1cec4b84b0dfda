import Foundation

/// A try to make an event of a dead letter that failed.
public struct DeadLetterTry: Sendable, Equatable, Codable {
    /// In seconds since 1970.
    public var at: Int64
    /// Why, for a person.
    public var reason: String

    public init(at: Int64, reason: String) {
        self.at = at
        self.reason = reason
    }

    /// Tries that a letter remembers, the latest ones; it counts all.
    static let remembered = 20

    /// As the database holds them: JSON, or nothing.
    static func list(_ text: String) -> [DeadLetterTry] {
        (try? JSONDecoder().decode([DeadLetterTry].self, from: Data(text.utf8))) ?? []
    }

    /// The text for tries of which only the latest are remembered.
    static func text(_ tries: [DeadLetterTry]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let data = try? encoder.encode(Array(tries.suffix(remembered)))
        return data.map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
