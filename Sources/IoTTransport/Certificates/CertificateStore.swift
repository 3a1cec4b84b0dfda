/// A device's identity on disk, as the platform's clients keep it: certificate, key, client id, and what is needed to
/// connect without asking the platform first.
public struct CertificateStore: Sendable {
    /// The broker, with mutual TLS, that the store is for.
    public let broker: BrokerSettings
    public let properties: StoreProperties

    /// Why a store cannot be used; says which file, and what it is for.
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    /// Reads a store. Accepts the file names that older clients used.
    /// - Throws: ``Fault`` naming the first file that is missing or cannot be understood.
    public init(folder: String) throws(Fault) {
        try self.init(StoreContents(folder: folder))
    }

    /// Takes what was read.
    /// - Throws: ``Fault`` naming the first file that is missing or cannot be understood.
    public init(_ contents: StoreContents) throws(Fault) {
        func file(_ file: StoreFile) throws(Fault) -> StoreContents.File {
            if let found = contents.files[file] { return found }
            if let reason = contents.unreadable[file] { throw Fault(description: "\(reason) (\(file.meaning))") }
            throw Fault(description: "\(contents.folder)/\(file.name) (\(file.meaning)) is missing")
        }
        let authority = try file(.authority)
        let certificate = try file(.certificate)
        let key = try file(.privateKey)
        let clientFile = try file(.clientID)
        let propertiesFile = try file(.properties)
        guard let clientID = contents.clientID, !clientID.isEmpty else {
            throw Fault(description: "\(clientFile.path) is empty")
        }
        do throws(StoreProperties.Fault) {
            properties = try StoreProperties(json: propertiesFile.bytes)
        } catch { throw Fault(description: "\(propertiesFile.path): \(error)") }
        // Port 443 carries MQTT only for clients that ask for it by ALPN.
        let alpn = properties.port == 443 ? "x-amzn-mqtt-ca" : nil
        broker = BrokerSettings(
            host: properties.endpoint, port: properties.port, clientID: clientID,
            tls: TLSSettings(
                certificateAuthority: authority.path, certificate: certificate.path, key: key.path, alpn: alpn))
    }
}
