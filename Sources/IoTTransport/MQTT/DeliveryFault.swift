/// Why there is no session, by class, so that a person knows where to look.
public struct DeliveryFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Where to look.
    public enum Class: String, Sendable {
        case nameLookup = "name look-up"
        case tcp = "TCP"
        case file = "file"
        case tls = "TLS"
        case notAuthorised = "not authorised"
        case refused = "refused by the broker"
        case closedEarly = "closed before CONNACK"
        case timedOut = "timed out"
        case lost = "connection lost"
        case silent = "no answer"
        case kicked = "cut again and again"
        case noAcknowledgement = "no PUBACK"
        case library = "libmosquitto"
    }

    /// Its class.
    public let kind: Class
    /// What happened, in words.
    public let text: String
    /// Whether every event seems to end the session, so that it is rather the topic.
    public internal(set) var blamesTopic = false

    /// - Parameter text: for a person.
    public init(_ kind: Class, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Class and words.
    public var description: String { "\(kind.rawValue): \(text)" }

    /// Whether the broker answered and does not want us, so that trying soon again does harm.
    public var isRefusal: Bool { [.notAuthorised, .refused, .closedEarly].contains(kind) }
}
