/// A message of a JMF or XJMF document, as far as an answer to its sender needs it.
public struct PrintMessage: Sendable, Equatable {
    /// The family (JDF 1.7 section 5.2): Signal, Query, Command, Response, Registration, Acknowledge.
    public enum Family: String, Sendable {
        case signal = "Signal"
        case query = "Query"
        case command = "Command"
        case response = "Response"
        case registration = "Registration"
        case acknowledge = "Acknowledge"
    }
    /// What the root of a document of messages says.
    public struct Root: Sendable, Equatable {
        public var isXJMF: Bool
        /// The namespace's URI as written; nil without one.
        public var namespace: String?
        public var version: String?
        public var senderID: String?
    }

    public var family: Family
    /// @Type in JMF, the rest of the element's name in XJMF; empty when it names none.
    public var type: String
    /// @ID, in XJMF the Header's.
    public var id: String?
    /// @SenderID, in XJMF the Header's @DeviceID.
    public var senderID: String?
}
