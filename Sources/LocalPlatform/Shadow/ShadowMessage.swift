/// What the service publishes.
struct ShadowMessage: Sendable, Equatable {
    /// Behind the shadow's own topic.
    enum Kind: String, Sendable {
        case getAccepted = "get/accepted"
        case getRejected = "get/rejected"
        case updateAccepted = "update/accepted"
        case updateRejected = "update/rejected"
        case updateDelta = "update/delta"
        case updateDocuments = "update/documents"
        case deleteAccepted = "delete/accepted"
        case deleteRejected = "delete/rejected"
    }

    var shadow: ShadowID
    var kind: Kind
    var body: JSONValue

    var topic: String { "\(shadow.topic)/\(kind.rawValue)" }
}
