import AdapterAPI

/// The forms of an event's header that the platform knows; a host uses one of them.
public enum HeaderProfile: String, Sendable, CaseIterable {
    /// camelCase, as the platform's own sample has it.
    case v1
    /// Lower case and closed: no other attributes, and no other event, sender and asset types than its lists have.
    case v3

    /// The name under which an event type is published; adapters name types as v3 does. Filters match this name.
    public func publishedName(of eventType: String) -> String {
        switch self {
        case .v1: HeaderV1.publishedName(of: eventType)
        case .v3: HeaderV3.publishedName(of: eventType)
        }
    }

    /// Why an event type, as adapters name it, cannot stand in a header; nil when it can.
    public func fault(ofEventType eventType: String) -> String? {
        fault(of: publishedName(of: eventType), as: "eventType", in: HeaderV3.eventTypes)
    }

    /// Why an asset type cannot stand in a header; nil when it can.
    public func fault(ofAssetType type: String) -> String? {
        fault(of: type, as: "assetType", in: HeaderV3.assetTypes)
    }

    /// Why a sender type cannot stand in a header; nil when it can.
    public func fault(ofSenderType type: String) -> String? {
        fault(of: type, as: "senderType", in: HeaderV3.senderTypes)
    }

    /// Whether an asset without a serial number makes no valid header.
    public var needsSerial: Bool { self == .v3 }

    /// Whether the header names the sender and the device that connects.
    public var namesSender: Bool { self == .v1 }

    /// Why events of a kind from an asset have no valid header, or nil. What is the same for all events of a host or a
    /// source is refused before, when the configuration is checked.
    func refusal(of kind: RecordKind, asset: Asset, sender: Sender) -> RecordRefusal? {
        let faults = faults(of: kind, asset: asset, sender: sender)
        return faults.isEmpty ? nil : RecordRefusal("bad_header", faults.joined(separator: "; "))
    }

    /// The header of all events of one kind from one asset that are made at one time, with gaps for id and asset time.
    func template(kind: RecordKind, asset: Asset, sender: Sender, senderTime: Timestamp) -> HeaderTemplate {
        switch self {
        case .v1: HeaderV1.template(kind: kind, asset: asset, sender: sender, senderTime: senderTime)
        case .v3: HeaderV3.template(kind: kind, asset: asset, sender: sender, senderTime: senderTime)
        }
    }

    private func faults(of kind: RecordKind, asset: Asset, sender: Sender) -> [String] {
        var faults: [String?] = [fault(ofEventType: kind.eventType)]
        if kind.eventSubtype.isEmpty { faults.append("eventSubtype is empty") }
        if asset.id.isEmpty { faults.append("assetId is empty") }
        if let type = asset.type, !type.isEmpty {
            faults.append(fault(ofAssetType: type).map { "asset \"\(asset.id)\": \($0)" })
        } else {
            faults.append("assetType is missing for asset \"\(asset.id)\": set type: in the press file")
        }
        if needsSerial, asset.serial?.isEmpty ?? true {
            faults.append("assetSerial is missing for asset \"\(asset.id)\": set serial: in the press file")
        }
        faults.append(fault(ofSenderType: sender.type))
        if namesSender, sender.id.isEmpty { faults.append("senderId is empty") }
        if namesSender, sender.connectionDeviceID.isEmpty { faults.append("connectionDeviceId is empty") }
        return faults.compactMap { $0 }
    }

    private func fault(of value: String, as attribute: String, in values: [String]) -> String? {
        if value.isEmpty { return "\(attribute) is empty" }
        if self != .v3 || values.contains(value) { return nil }
        return "\"\(value)\" is no \(attribute) of header v3" + Suggestion.phrase(for: value, among: values)
            + ", which has " + values.joined(separator: ", ")
    }
}
