import Foundation
public import IoTTransport

/// What a run of provisioning has to remember should it be killed. Prints without its secrets.
public struct ProvisioningRecord: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The method's name.
    public var method: String
    /// When the request was about to be sent; seconds since 1970.
    public var since: Int64
    public var configuration: PlatformConfiguration
    /// The key that was made here, where the method makes one.
    public var key: SecretText?
    /// The platform's answer as it came; nil while there is none, and then nobody knows what it was.
    public var answer: SecretText?

    public var description: String { "\(method), \(answer == nil ? "asked" : "answered")" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The journal on disk: `provisioning.json` in the certificate store, mode 0600; it is there only while provisioning
/// runs, or after it was cut short.
public struct ProvisioningJournal: Sendable {
    public static let name = "provisioning.json"

    private let folder: String

    public init(store folder: String) { self.folder = folder }

    public var path: String { "\(folder)/\(Self.name)" }

    private struct Stored: Codable {
        var method: String
        var since: Int64
        var configuration: PlatformConfiguration
        var key: String?
        var answer: String?
    }

    /// Nil when there is none.
    public func read() throws -> ProvisioningRecord? {
        guard let bytes = try DurableFile.contents(path, limit: 4 << 20) else { return nil }
        let stored = try JSONDecoder().decode(Stored.self, from: Data(bytes))
        return ProvisioningRecord(
            method: stored.method, since: stored.since, configuration: stored.configuration,
            key: stored.key.map(SecretText.init), answer: stored.answer.map(SecretText.init))
    }

    /// On disk when it returns.
    func write(_ record: ProvisioningRecord) throws {
        let stored = Stored(
            method: record.method, since: record.since, configuration: record.configuration,
            key: record.key?.revealed, answer: record.answer?.revealed)
        try DurableFile.replace(Self.name, in: folder, with: Array(try JSONEncoder().encode(stored)))
    }

    /// Gone for good when it returns.
    public func remove() throws { try DurableFile.remove(Self.name, in: folder) }
}
