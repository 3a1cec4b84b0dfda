import AdapterAPI

/// ProductionDataAcquisition: each child of each Message is a record. The same end of a record serves other roots, whose
/// records are told apart by their position.
extension DocumentConverter {
    mutating func startInProductionData(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) {
        if depth == 2 {
            inMessage = entry.element == .message
            guard inMessage, !message.repeats(attributes) else { return }
            let collisions = message.load(attributes, &keys, options: options)
            batch.countCollisions(collisions)
            message.remember(attributes, collisions: collisions)
            prefixKey = -1
        } else if depth == 3, inMessage {
            if prefixKey != entry.key {
                beginPrefix()
                root.write(to: &prefix, without: KeyTable.message)
                prefix.append("\"message\":[{")
                message.write(to: &prefix, without: entry.key)
                openArray(entry)
                prefixKey = entry.key
            }
            begin(name, entry, attributes, suffix: "]}]}}", position)
        }
    }

    /// Ends a record that is told apart by its position in the document.
    mutating func finishPositioned() {
        recordsTaken += 1
        if recordsTaken <= origin.recordsToSkip { return }
        let isProductionData = if case .productionData = shape { true } else { false }
        // Branch by branch, since a time that may be missing is no small thing to copy.
        let time: Timestamp
        var place = "the record's "
        var isFallback = false
        if let own = recordTime.timeStamp {
            time = own
        } else if let own = recordTime.time {
            time = own
        } else if isProductionData, let other = message.time {
            time = other
            place = "Message/"
        } else {
            place = "the root's "
            isFallback = root.time == nil
            if let other = root.time { time = other } else { time = origin.fallbackTime }
        }
        var asset: Int?
        if isProductionData, message.hasDeviceID {
            asset = assets.index(of: message.deviceID.bytes, in: &batch)
        }
        let hash = documentHash ?? origin.identity.hash()
        documentHash = hash
        append(
            at: time, isFallback: isFallback, asset: asset, identity: hash.mixed(with: UInt64(recordsTaken)),
            dropsRepeats: false
        ) {
            RecordExplanation(
                subtype: "the element's name", asset: asset == nil ? nil : "Message/@DeviceID",
                time: place + "@TimeStamp or @Time")
        }
    }
}
