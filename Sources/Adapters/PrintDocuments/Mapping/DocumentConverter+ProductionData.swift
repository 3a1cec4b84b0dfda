import AdapterAPI

/// ProductionDataAcquisition: each child of each Message is a record. The same end of a record serves other roots, whose
/// records are told apart by their position.
extension DocumentConverter {
    mutating func startInProductionData(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) {
        if depth == 2 {
            inMessage = entry.element == .message
            if inMessage { batch.countCollisions(message.load(attributes, &keys, options: options)) }
        } else if depth == 3, inMessage {
            beginPrefix()
            root.write(to: &prefix, without: KeyTable.message)
            prefix.append("\"message\":[{")
            message.write(to: &prefix, without: entry.key)
            openArray(entry)
            begin(name, entry, attributes, suffix: "]}]}}", position)
        }
    }

    /// Ends a record that is told apart by its position in the document.
    mutating func finishPositioned() {
        recordsTaken += 1
        if recordsTaken <= origin.recordsToSkip { return }
        let isProductionData = shape == .productionData
        var time = recordTime.best
        var timeWords = "the record's @TimeStamp or @Time"
        if time == nil, isProductionData {
            time = message.time
            timeWords = "Message/@TimeStamp or @Time"
        }
        if time == nil {
            time = root.time
            timeWords = "the root's @TimeStamp or @Time"
        }
        var asset: Int?
        if isProductionData, message.hasDeviceID {
            asset = assets.index(of: message.deviceID.bytes, in: &batch)
        }
        let hash = documentHash ?? origin.identity.hash()
        documentHash = hash
        append(time: time, asset: asset, identity: hash.mixed(with: UInt64(recordsTaken)), dropsRepeats: false) {
            RecordExplanation(
                subtype: "the element's name", asset: asset == nil ? nil : "Message/@DeviceID", time: timeWords)
        }
    }
}
