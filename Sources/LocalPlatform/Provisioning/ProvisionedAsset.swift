/// An asset that a provisioning call made.
struct ProvisionedAsset: Sendable, Equatable {
    var clientID: String
    /// Milliseconds since 1970.
    var created: Int64

    var json: JSONValue { ["clientId": .string(clientID), "createdAt": .string(Moment.text(created))] }
}

/// The text in which assets survive a restart.
enum AssetFile {
    static func bytes(of assets: [ProvisionedAsset]) -> [UInt8] {
        let items = assets.map { asset -> JSONValue in
            ["clientId": .string(asset.clientID), "created": .integer(asset.created)]
        }
        return JSONValue.array(items).bytes
    }

    /// - Throws: ``JSONFault`` when it is not what ``bytes(of:)`` wrote.
    static func assets(_ bytes: [UInt8]) throws(JSONFault) -> [ProvisionedAsset] {
        guard let items = try JSONParser.parse(bytes).array else {
            throw JSONFault(offset: 0, reason: "no list of assets")
        }
        var assets: [ProvisionedAsset] = []
        for item in items {
            guard let id = item["clientId"]?.string, let created = item["created"]?.integer else {
                throw JSONFault(offset: 0, reason: "an incomplete asset")
            }
            assets.append(ProvisionedAsset(clientID: id, created: Int64(created)))
        }
        return assets
    }
}
