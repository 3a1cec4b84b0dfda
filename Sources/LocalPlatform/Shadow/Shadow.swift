/// A stored shadow: its two sections with their metadata. A section without fields does not exist (rule 3).
struct Shadow: Sendable, Equatable {
    var state: [String: JSONValue] = [:]
    var metadata: [String: JSONValue] = [:]
    var version = 0
    /// Seconds since 1970.
    var changed: Int64 = 0

    /// Desired leaves that reported lacks or has otherwise.
    var delta: JSONValue? { ShadowMerge.delta(desired: state["desired"], reported: state["reported"]) }

    /// Bytes of both sections as compact JSON (rule 15).
    var size: Int { state.values.reduce(0) { $0 + $1.byteCount } }

    /// The shadow after an update (rules 1 to 3).
    func updated(_ fields: ShadowFields, second: Int64) -> Shadow {
        var next = self
        next.version += 1
        next.changed = second
        if fields.clearsAll {
            next.state = [:]
            next.metadata = [:]
        }
        for (name, change) in fields.sections {
            next.state[name] = ShadowMerge.merge(next.state[name], change)
            next.metadata[name] = ShadowMerge.metadata(next.metadata[name], change, second: second)
            if next.state[name]?.object?.isEmpty ?? true {
                next.state[name] = nil
                next.metadata[name] = nil
            }
        }
        return next
    }

    /// The whole document as `get/accepted` has it (rule 8).
    func document(second: Int64) -> JSONValue {
        var state = state
        state["delta"] = delta
        return [
            "state": .object(state), "metadata": .object(metadata), "version": .integer(version),
            "timestamp": .integer(second),
        ]
    }

    /// As `update/documents` has it (rule 13).
    var snapshot: JSONValue {
        ["state": .object(state), "metadata": .object(metadata), "version": .integer(version)]
    }
}
