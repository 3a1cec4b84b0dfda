/// How often each event type came. Types beyond the first so many are counted as one.
struct TypeCounts: Sendable {
    static let maximumTypes = 200
    static let others = "(others)"
    static let none = "(none)"

    private var counts: [String: Int] = [:]

    mutating func add(_ type: String?) {
        let type = type ?? Self.none
        let isKnown = counts[type] != nil || counts.count < Self.maximumTypes
        counts[isKnown ? type : Self.others, default: 0] += 1
    }

    /// The most frequent first.
    var json: JSONValue {
        let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return .array(sorted.map { ["eventType": .string($0.key), "count": .integer($0.value)] })
    }
}
