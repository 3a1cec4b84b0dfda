import Foundation

/// What became of the dead letters that a request was about.
struct DeadLetterAnswer: Codable, Equatable {
    enum Outcome: String, Codable, CaseIterable {
        /// Its event is in the spool, and the letter is gone.
        case queued
        /// Its event was queued before, from another reading, and the letter is gone.
        case duplicate
        case dropped
        /// It makes no event now either, and stays.
        case kept
        /// There is none of this id.
        case missing
    }

    struct Letter: Codable, Equatable {
        var id: Int64
        var became: Outcome
        /// Why it was kept.
        var reason: String?
    }

    /// One by one, up to ``listed``.
    private(set) var letters: [Letter] = []
    /// How many became what.
    private(set) var counts: [String: Int] = [:]

    /// Letters that an answer lists.
    static let listed = 1_000

    mutating func note(_ id: Int64, _ outcome: Outcome, reason: String? = nil) {
        counts[outcome.rawValue, default: 0] += 1
        if letters.count < Self.listed { letters.append(Letter(id: id, became: outcome, reason: reason)) }
    }

    func count(_ outcome: Outcome) -> Int { counts[outcome.rawValue, default: 0] }

    /// Whether nothing is left to be done.
    var isComplete: Bool { count(.kept) == 0 && count(.missing) == 0 }

    var json: String { JSONLine.of(self) }

    init() {}

    /// Nil for what is none.
    init?(json: String) {
        guard let found = try? JSONDecoder().decode(Self.self, from: Data(json.utf8)) else { return nil }
        self = found
    }
}
