/// The arithmetic of shadow documents: all of it from values to values.
enum ShadowMerge {
    /// `base` after `change`: field by field, null deletes, arrays are replaced whole (rule 2).
    static func merge(_ base: JSONValue?, _ change: JSONValue) -> JSONValue? {
        switch change {
        case .null: return nil
        case .object(let changes):
            var members = base?.object ?? [:]
            for (key, value) in changes { members[key] = merge(members[key], value) }
            return .object(members)
        default: return change
        }
    }

    /// The metadata of `merge(base, change)`: each leaf that the change names gets a new time.
    static func metadata(_ base: JSONValue?, _ change: JSONValue, second: Int64) -> JSONValue? {
        switch change {
        case .null: return nil
        case .object(let changes):
            // A leaf that becomes an object leaves only its time behind, which is no field.
            var members = isLeaf(base) ? [:] : base?.object ?? [:]
            for (key, value) in changes { members[key] = metadata(members[key], value, second: second) }
            return .object(members)
        case .array(let items): return .array(items.compactMap { metadata(nil, $0, second: second) })
        default: return .object([timeKey: .integer(second)])
        }
    }

    /// The desired leaves that are missing in or differ from reported; nil when there are none (rule 9).
    static func delta(desired: JSONValue?, reported: JSONValue?) -> JSONValue? {
        guard case .object(let wanted)? = desired else {
            guard let desired else { return nil }
            return isEqual(desired, reported) ? nil : desired
        }
        guard case .object(let actual)? = reported else { return desired }
        var difference: [String: JSONValue] = [:]
        for (key, value) in wanted { difference[key] = delta(desired: value, reported: actual[key]) }
        return difference.isEmpty ? nil : .object(difference)
    }

    /// The part of `metadata` that belongs to the leaves of `state`.
    static func metadata(_ metadata: JSONValue?, of state: JSONValue) -> JSONValue? {
        guard case .object(let members) = state, let metadata, !isLeaf(metadata) else { return metadata }
        var part: [String: JSONValue] = [:]
        for (key, value) in members { part[key] = Self.metadata(metadata[key], of: value) }
        return .object(part)
    }

    /// Equal values; numbers by value where that is exact, else as they are written.
    static func isEqual(_ one: JSONValue, _ other: JSONValue?) -> Bool {
        switch (one, other) {
        case (.number(let left), .number(let right)?):
            if left == right { return true }
            guard left.utf8.count <= exactDigits, right.utf8.count <= exactDigits else { return false }
            return Double(left) == Double(right)
        case (.array(let left), .array(let right)?):
            return left.count == right.count && zip(left, right).allSatisfy { isEqual($0, $1) }
        case (.object(let left), .object(let right)?):
            return left.count == right.count && left.allSatisfy { isEqual($0.value, right[$0.key]) }
        default: return one == other
        }
    }

    private static let timeKey = "timestamp"
    /// As many characters of a number a Double holds exactly.
    private static let exactDigits = 15

    /// Metadata of a leaf is `{"timestamp": number}`; a field called timestamp has an object there.
    private static func isLeaf(_ metadata: JSONValue?) -> Bool {
        guard case .object(let members)? = metadata, members.count == 1 else { return false }
        if case .number? = members[timeKey] { return true }
        return false
    }
}
