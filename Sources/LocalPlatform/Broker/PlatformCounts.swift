/// What has happened since the start.
struct PlatformCounts: Sendable, Equatable {
    /// Messages that reached the telemetry rule, repeated and rejected ones included.
    var events = 0
    /// Their bytes.
    var bytes = 0
    /// Of them, those that are no JSON object with a payload.
    var rejected = 0
    /// Of them, those whose senderEventUuid came before.
    var duplicates = 0
    /// Messages to rules that do not exist.
    var unknownRule = 0
    /// Messages discarded for their rate or number in flight.
    var throttled = 0

    var json: JSONValue {
        [
            "events": .integer(events), "bytes": .integer(bytes), "rejected": .integer(rejected),
            "duplicates": .integer(duplicates), "unknownRule": .integer(unknownRule),
            "throttled": .integer(throttled),
        ]
    }
}
