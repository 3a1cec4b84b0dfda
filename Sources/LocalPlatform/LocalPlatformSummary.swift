/// What a platform has seen.
public struct LocalPlatformSummary: Sendable, Equatable, CustomStringConvertible {
    /// Messages that reached the telemetry rule.
    public let events: Int
    /// Of them, those whose senderEventUuid came before.
    public let duplicates: Int
    /// Of them, those that are no JSON object with a payload.
    public let rejected: Int
    /// Assets that were ever provisioned in this folder.
    public let assets: Int

    public var description: String {
        "\(events) events, \(duplicates) duplicates, \(rejected) rejected, \(assets) assets"
    }
}
