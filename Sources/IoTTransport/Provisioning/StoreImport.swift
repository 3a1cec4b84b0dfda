public import IoTTransport

/// Decides how an identity from another folder is taken over. Pure.
public enum StoreImport: Sendable, Equatable {
    /// It cannot be used; why.
    case refuse([StoreFinding])
    /// It is the present one.
    case same
    /// There is no present identity, or none that could connect: it is put in place.
    case install(StoreMaterial)
    /// The present one works: the new one waits beside it until the platform has accepted it.
    case stage(StoreMaterial)

    /// - Parameters:
    ///   - source: The other folder, in whichever layout. Authority and address may be missing where the present
    ///     identity has them.
    ///   - current: The configured store.
    ///   - now: Seconds since 1970.
    public init(from source: StoreContents, into current: StoreContents, at now: Int64) {
        var material = source.material
        if source.unreadable.isEmpty {
            // First what follows from its own files: the present identity's client id is another one.
            _ = StoreRepair.derive(&material)
            material = material.completed(from: current.material, only: [.authority])
            if material.files[.properties] == nil { Self.takeAddress(of: current, into: &material) }
        }
        // Read again with what was completed; what is missing or unreadable keeps its path in the messages.
        var findings = StoreInspection(StoreContents(material, named: source.folder), at: now).errors
        for reason in source.unreadable.values {
            findings.append(
                StoreFinding(.error, "unreadable-file", reason, advice: "run the import as a user who may read it"))
        }
        if !findings.isEmpty {
            self = .refuse(findings)
        } else if Self.isSame(material, current.material) {
            self = .same
        } else if StoreInspection(current, at: now).errors.isEmpty {
            self = .stage(material)
        } else {
            self = .install(material)
        }
    }

    /// Address and topic of the platform, with the new client id.
    private static func takeAddress(of current: StoreContents, into material: inout StoreMaterial) {
        guard let bytes = current.files[.properties]?.bytes, var properties = try? StoreProperties(json: bytes),
            material.files[.certificate] != nil
        else { return }
        properties.clientID = StoreContents(material, named: "").clientID
        material.files[.properties] = properties.json()
    }

    private static func isSame(_ one: StoreMaterial, _ other: StoreMaterial) -> Bool {
        [StoreFile.certificate, .privateKey, .clientID, .authority, .properties].allSatisfy {
            one.files[$0] == other.files[$0]
        }
    }
}
