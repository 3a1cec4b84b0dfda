import AdapterAPI

/// Header profile v1, as the platform's own sample has it: camelCase, beside `payload` at the top level.
///
/// It has no place for the name and subtype of an asset, its manufacturer, the site, and the sender's name and version.
enum HeaderV1 {
    /// The one name that differs from v3's.
    static func publishedName(of eventType: String) -> String {
        eventType == "presscenter.oda" ? "ODA" : eventType
    }

    /// The header of all events of one kind from one asset that are made at one time, with gaps for id and asset time.
    static func template(kind: RecordKind, asset: Asset, sender: Sender, senderTime: Timestamp) -> HeaderTemplate {
        var writer = HeaderWriter()
        writer.field("payloadVersion", String(kind.payloadVersion))
        writer.field("assetType", asset.type ?? "")
        writer.id("senderEventUuid")
        writer.field("senderType", sender.type)
        writer.field("eventType", publishedName(of: kind.eventType))
        writer.field("eventSubtype", kind.eventSubtype)
        writer.assetTime("assetTimestamp")
        writer.field("assetId", asset.id)
        writer.field("senderId", sender.id)
        writer.field("senderTimestamp", senderTime.text)
        writer.field("connectionDeviceId", sender.connectionDeviceID)
        writer.optional("assetSerial", asset.serial)
        writer.optional("assetSoftwareVersion", asset.softwareVersion)
        writer.optional("assetHardwareVersion", asset.hardwareVersion)
        writer.optional("customer", asset.customer)
        return writer.finish()
    }
}
