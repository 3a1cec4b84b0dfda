import AdapterAPI

/// Header profile v3: all lower case, beside `payload` at the top level, and closed: nothing else than these attributes,
/// and event, sender and asset types only from lists.
///
/// It has no place for the customer, the sender's id and the device that connects.
enum HeaderV3 {
    static let version = 3

    static let eventTypes = [
        "prinect.xjmf", "prinect.interval", "presscenter.oda", "presscenter.cle", "generic.signal", "smoke-test",
    ]
    static let senderTypes = ["prinect", "system", "press", "ctp", "postpress"]
    static let assetTypes = [
        "DigitalPrinter", "SheetfedPress", "Cutter", "SheetFolder", "ShapeCutter", "BoxMaker", "Gatherer", "Stitcher",
        "AdhesiveBinder", "AdhesiveBinderLine", "Trimmer", "ThreadSewer", "CaseMaker", "BookProductionLine",
        "BoxPacker", "ManualPrePress", "ManualPress", "ManualPostPress", "PostPressExternal", "Workflow",
    ]

    /// Adapters name types as v3 does, but for the event that tests a connection: v3's list calls it otherwise. That is
    /// the profile's business, so an adapter need not know which one is in force.
    static func publishedName(of eventType: String) -> String {
        eventType == "reference-client-test" ? "smoke-test" : eventType
    }

    /// The header of all events of one kind from one asset that are made at one time, with gaps for id and asset time.
    static func template(kind: RecordKind, asset: Asset, sender: Sender, senderTime: Timestamp) -> HeaderTemplate {
        var writer = HeaderWriter()
        writer.field("headerversion", version)
        writer.field("payloadversion", kind.payloadVersion)
        writer.id("sendereventuuid")
        writer.field("eventtype", publishedName(of: kind.eventType))
        writer.field("eventsubtype", kind.eventSubtype)
        writer.assetTime("assettimestamp")
        writer.field("assetid", asset.id)
        writer.field("assetserial", asset.serial ?? "")
        writer.field("assettype", asset.type ?? "")
        writer.field("sendertimestamp", senderTime.text)
        writer.field("sendertype", sender.type)
        writer.optional("assetsubtype", asset.subtype)
        writer.optional("assetname", asset.name)
        writer.optional("assetmanufacturername", asset.manufacturer)
        writer.optional("assetsoftwareversion", asset.softwareVersion)
        writer.optional("assethardwareversion", asset.hardwareVersion)
        writer.optional("sendername", sender.name)
        writer.optional("sendersoftwareversion", sender.softwareVersion)
        writer.optional("siteid", asset.siteID ?? sender.siteID)
        writer.optional("sitename", asset.siteName ?? sender.siteName)
        return writer.finish()
    }
}
