/// An event as lists show it.
struct EventSummary: Sendable, Equatable {
    /// Bytes of a header attribute, and of the topic, that are kept.
    static let longestAttribute = 256

    var sequence: Int
    var at: Int64
    var client: String
    var topic: String
    var size: Int
    var header: EventHeader
    var isDuplicate: Bool

    var json: JSONValue {
        var members: [String: JSONValue] = [
            "seq": .integer(sequence), "at": .string(Moment.text(at)), "client": .string(client),
            "topic": .string(topic), "size": .integer(size), "eventType": Self.text(header.eventType),
            "eventSubtype": Self.text(header.eventSubtype), "assetId": Self.text(header.assetID),
            "assetTimestamp": Self.text(header.assetTimestamp), "uuid": Self.text(header.uuid),
            "duplicate": .bool(isDuplicate),
        ]
        members["rejected"] = header.rejection.map(JSONValue.string)
        return .object(members)
    }

    /// As much of a text as is kept.
    static func shortened(_ text: String) -> String {
        guard text.utf8.count > longestAttribute else { return text }
        return String(decoding: text.utf8.prefix(longestAttribute), as: UTF8.self)
    }

    private static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
