/// An asset that a provisioning call made.
struct ProvisionedAsset: Sendable, Equatable {
    var clientID: String
    /// Milliseconds since 1970.
    var created: Int64

    var json: JSONValue { ["clientId": .string(clientID), "createdAt": .string(Moment.text(created))] }
}
