/// What a certificate store holds, or is to hold, as bytes. Prints as the names of its files only.
public struct StoreMaterial: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    public var files: [StoreFile: [UInt8]]

    public init(files: [StoreFile: [UInt8]]) { self.files = files }

    /// What provisioning gave; all texts PEM.
    public init(
        authority: String, certificate: String, privateKey: SecretText, publicKey: String, clientID: String,
        properties: StoreProperties
    ) {
        func text(_ text: String) -> [UInt8] { Array((text.hasSuffix("\n") ? text : text + "\n").utf8) }
        files = [
            .authority: text(authority), .certificate: text(certificate), .privateKey: text(privateKey.revealed),
            .publicKey: text(publicKey), .clientID: text(clientID), .properties: properties.json(),
        ]
    }

    /// With the files of another one where this one has none.
    public func completed(from other: StoreMaterial, only wanted: [StoreFile]) -> StoreMaterial {
        var result = self
        for file in wanted where result.files[file] == nil { result.files[file] = other.files[file] }
        return result
    }

    public var description: String {
        files.keys.map(\.name).sorted().joined(separator: ", ")
    }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
