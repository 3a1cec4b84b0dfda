import AdapterAPI

/// Header profile v1, as the platform's own sample has it: camelCase, beside `payload` at the top level.
public enum HeaderV1 {
    /// The name under which v1 publishes an event type; adapters name types as v3 does.
    public static func publishedName(of eventType: String) -> String {
        eventType == "presscenter.oda" ? "ODA" : eventType
    }

    /// Why an asset cannot stand in a header, or nil.
    static func refusal(of asset: Asset) -> RecordRefusal? {
        if asset.id.isEmpty { return RecordRefusal("bad_header", "assetId is empty") }
        if asset.type?.isEmpty ?? true {
            return RecordRefusal(
                "bad_header", "assetType is missing for asset \"\(asset.id)\": set type: in the press file")
        }
        return nil
    }

    /// The header of all events of one kind from one asset, with gaps for id and times.
    static func template(kind: RecordKind, asset: Asset, sender: Sender) -> HeaderTemplate {
        var writer = HeaderWriter()
        writer.field("payloadVersion", String(kind.payloadVersion))
        writer.field("assetType", asset.type ?? "")
        writer.gap("senderEventUuid")
        writer.field("senderType", sender.type)
        writer.field("eventType", publishedName(of: kind.eventType))
        writer.field("eventSubtype", kind.eventSubtype)
        writer.gap("assetTimestamp")
        writer.field("assetId", asset.id)
        writer.field("senderId", sender.id)
        writer.gap("senderTimestamp")
        writer.field("connectionDeviceId", sender.connectionDeviceID)
        if let serial = asset.serial { writer.field("assetSerial", serial) }
        if let version = asset.softwareVersion { writer.field("assetSoftwareVersion", version) }
        if let version = asset.hardwareVersion { writer.field("assetHardwareVersion", version) }
        if let customer = asset.customer { writer.field("customer", customer) }
        return writer.finish()
    }
}
