import Certificates
public import IoTTransport

/// Mends a certificate store as far as that needs no new identity.
public struct StoreRepair: Sendable {
    private let folder: String

    public init(store folder: String) { self.folder = folder }

    /// Tightens modes, makes what follows from other files, and asks the platform for its address and authority where
    /// these are missing (which makes nothing there). Hold the store's lock.
    ///
    /// - Parameter configuration: Asks the platform; called only when it is needed.
    /// - Returns: What was done, a line each; empty when there was nothing to do.
    public func run(
        configuration: () async throws(ProvisioningFault) -> PlatformConfiguration
    ) async throws(ProvisioningFault) -> [String] {
        var done: [String] = []
        let store = StoreFolder(folder)
        let contents: StoreContents
        do {
            try store.recover()
            for loose in StoreContents(folder: folder).loose { done.append("tightened the mode of \(loose.path)") }
            try store.tighten()
            contents = StoreContents(folder: folder)
        } catch { throw Provisioner.local(error) }
        guard contents.hasIdentity, contents.unreadable.isEmpty else { return done }
        var material = contents.material
        done += Self.derive(&material)
        let wanted = [StoreFile.authority, .properties].filter { material.files[$0] == nil }
        if !wanted.isEmpty {
            let configuration = try await configuration()
            if wanted.contains(.authority) { material.files[.authority] = Array(configuration.authority.utf8) }
            if wanted.contains(.properties) {
                material.files[.properties] = configuration.properties(clientID: contents.clientID ?? "").json()
            }
            done += wanted.map { "wrote \($0.name), from what the platform says" }
        }
        if material != contents.material {
            do { try store.install(material) } catch { throw Provisioner.local(error) }
        }
        return done
    }

    /// Makes what follows from other files. Also for what is about to be imported.
    ///
    /// - Returns: What was made, a line each.
    public static func derive(_ material: inout StoreMaterial) -> [String] {
        var done: [String] = []
        if let bytes = material.files[.certificate], bytes.starts(with: [0x30, 0x82]),
            let pem = try? Certificate(der: bytes).pem()
        {
            material.files[.certificate] = Array(pem.utf8)
            done.append("made \(StoreFile.certificate.name) PEM")
        }
        if let bytes = material.files[.privateKey],
            let key = try? PrivateKey(pem: String(decoding: bytes, as: UTF8.self)), let pem = try? key.publicKey.pem()
        {
            let present = material.files[.publicKey].map { String(decoding: $0, as: UTF8.self) }
            let isGood = present.flatMap { try? PublicKey(pem: $0) }?.matches(key.publicKey) == true
            if !isGood {
                material.files[.publicKey] = Array(pem.utf8)
                done.append("made \(StoreFile.publicKey.name) from the private key")
            }
        }
        if material.files[.clientID] == nil || StoreContents(material, named: "").clientID?.isEmpty == true,
            let name = clientID(material)
        {
            material.files[.clientID] = Array((name + "\n").utf8)
            done.append("wrote \(StoreFile.clientID.name): \(name)")
        }
        return done
    }

    /// The client id that other files name.
    private static func clientID(_ material: StoreMaterial) -> String? {
        if let bytes = material.files[.properties], let name = try? StoreProperties(json: bytes).clientID {
            return name
        }
        guard let bytes = material.files[.certificate], let certificate = try? Certificate.all(in: bytes).first else {
            return nil
        }
        return certificate.commonName.flatMap { $0 == StoreInspection.namelessCertificate ? nil : $0 }
    }
}
