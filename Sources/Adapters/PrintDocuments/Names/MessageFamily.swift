/// A family of JMF messages (JDF 1.7 section 5.2), and the type that XJMF writes into the element's name
/// (`SignalStatus`).
struct MessageFamily {
    var name: Name
    /// What follows the family in the element's name; empty for the plain form.
    var type: String

    enum Name: String, CaseIterable {
        case signal = "Signal"
        case response = "Response"
        case query = "Query"
        case command = "Command"
        case registration = "Registration"
        case acknowledge = "Acknowledge"

        /// The count of messages of this family that make no event.
        var countName: String {
            switch self {
            case .signal: "message_signal"
            case .response: "message_response"
            case .query: "message_query"
            case .command: "message_command"
            case .registration: "message_registration"
            case .acknowledge: "message_acknowledge"
            }
        }
    }

    /// The family of an element, or nil when it is no message.
    init?(elementName: String) {
        guard let family = Name.allCases.first(where: { elementName.hasPrefix($0.rawValue) }) else { return nil }
        name = family
        type = String(elementName.dropFirst(family.rawValue.count))
    }

    /// Types of Response that make events, beside every Signal.
    static let eventResponses: Set<String> = ["Status", "Resource", "QueueStatus", "KnownDevices", "Notification"]
}
