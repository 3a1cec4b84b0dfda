/// A shadow as the service gave it.
public struct ShadowDocument: Sendable {
    /// One member of the state, both sides as JSON text; nil where there is none.
    public struct Row: Sendable, Equatable {
        public var key: String
        public var desired: String?
        public var reported: String?
    }

    let value: JSONValue

    /// The version; nil when the answer had none.
    public var version: Int? { value["version"]?.integer }

    /// When the service answered by its own clock, in seconds since 1970; nil when the answer does not say.
    public var timestamp: Int64? { value["timestamp"]?.integer.map { Int64($0) } }

    /// All of it as JSON on one line.
    public var json: String { String(decoding: value.bytes, as: UTF8.self) }

    /// Desired beside reported, by key.
    public var rows: [Row] {
        let desired = value["state"]?["desired"]?.object ?? [:]
        let reported = value["state"]?["reported"]?.object ?? [:]
        let text = { (value: JSONValue?) in value.map { String(decoding: $0.bytes, as: UTF8.self) } }
        return Set(desired.keys).union(reported.keys).sorted()
            .map { Row(key: $0, desired: text(desired[$0]), reported: text(reported[$0])) }
    }

    /// Whether nothing is desired that is not reported.
    public var isSettled: Bool { rows.allSatisfy { $0.desired == nil || $0.desired == $0.reported } }
}
