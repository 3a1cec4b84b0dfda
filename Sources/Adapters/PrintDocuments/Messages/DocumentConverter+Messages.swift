import AdapterAPI

/// JMF and XJMF: Signals and some Responses are records; a Status message makes a `generic.signal` of each of its
/// DeviceInfo elements beside.
extension DocumentConverter {
    mutating func noteMessageRoot(_ name: Name, _ attributes: Attributes, isXJMF: Bool) {
        let values = AttributeValues(attributes, &keys)
        rootFacts.note(.sender, values[.senderID])
        rootFacts.note(.own, values[.timeStamp], options.zone)
        guard options.collectsMessages else { return }
        messages.root = PrintMessage.Root(
            isXJMF: isXJMF, namespace: name.uri.map { String(cString: $0) }, version: values.string(.version),
            senderID: values.string(.senderID))
    }

    mutating func startInMessages(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, isXJMF: Bool,
        _ position: () -> Record.Origin
    ) {
        if entry.element == .header {
            let values = AttributeValues(attributes, &keys)
            if depth == 3 { return noteHeader(values) }
            rootFacts.note(.header, values[.deviceID])
            rootFacts.note(.header, values[.time], options.zone)
            if options.collectsMessages, messages.messages.isEmpty, messages.root?.senderID == nil {
                messages.root?.senderID = values.string(.deviceID)
            }
        } else if depth == 2 {
            startMessage(name, entry, attributes, isXJMF: isXJMF, position)
        }
    }

    private mutating func startMessage(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, isXJMF: Bool,
        _ position: () -> Record.Origin
    ) {
        guard let family = keys.family(of: entry), isXJMF || family.type.isEmpty else {
            batch.count("message_other")
            remark("\(name.localText) makes no event: it is no message", position)
            return
        }
        let values = AttributeValues(attributes, &keys)
        let typeText = family.type.isEmpty ? values.string(.type) ?? "" : family.type
        if options.collectsMessages {
            guard messages.messages.count < options.limits.messages else {
                let place = position()
                refuse(
                    "the body has more than \(options.limits.messages) messages (maxMessages)", line: place.line,
                    column: place.column)
                return
            }
            messages.messages.append(
                PrintMessage(
                    family: PrintMessage.Family(rawValue: family.name.rawValue) ?? .signal, type: typeText,
                    id: values.string(.id), senderID: values.string(.senderID)))
        }
        let isEvent =
            family.name == .signal || (family.name == .response && MessageFamily.eventResponses.contains(typeText))
        guard isEvent else {
            batch.count(family.name.countName)
            remark("\(family.name.rawValue) \(typeText) makes no event (\(family.name.countName))", position)
            return
        }
        subtype.truncate(to: 0)
        subtype.append(family.name.rawValue)
        subtype.append(typeText)
        chooseKind(subtype.bytes)
        beginPrefix()
        root.write(to: &prefix, without: entry.key)
        openArray(entry)
        isOwnIdentity = true
        isStatusMessage = typeText == "Status"
        deviceInfoCount = 0
        messageIdentity = nil
        statusOrdinal = 0
        if isStatusMessage { statuses.begin(limit: options.limits.payload) }
        beginRecord(entry, attributes, suffix: "]}}", position)
        facts.note(.sender, values[.senderID])
        facts.note(.own, values[.time], options.zone)
    }

    /// The Header of a message, for the list of messages.
    private mutating func noteHeader(_ values: AttributeValues) {
        guard options.collectsMessages, var last = messages.messages.popLast() else { return }
        last.id = last.id ?? values.string(.id)
        last.senderID = last.senderID ?? values.string(.deviceID)
        messages.messages.append(last)
    }

    /// An element up to two levels below a Status message ends.
    mutating func endObserved() {
        let level = depth - recordDepth
        if level == 2, statuses.isPhaseOpen { statuses.closePhase() }
        guard level == 1, statuses.isDeviceOpen else { return }
        statuses.closeDevice()
        guard statuses.byteCount > Self.largestWait else { return }
        // A message of this size is a dead letter anyhow: its statuses need not wait for its end.
        isTooLarge = true
        if messageIdentity == nil { appendMessage() }
        appendStatuses()
    }

    /// Bytes of statuses that wait for their message's end.
    private static var largestWait: Int { 4 << 20 }

    /// The open message ends.
    mutating func finishMessage() {
        if messageIdentity == nil { appendMessage() }
        if isStatusMessage { appendStatuses() }
        isStatusMessage = false
    }

    /// Hands over the message itself.
    private mutating func appendMessage() {
        recordsTaken += 1
        let identity = ownIdentity()
        messageIdentity = identity
        if recordsTaken <= origin.recordsToSkip { return }
        let kind = subtypeWords
        let (asset, assetWords) = machine(from: [.deviceInfo, .deviceInfoDevice, .header, .sender])
        let (time, timeWords) = messageTime()
        append(time: time, asset: asset, identity: identity, dropsRepeats: true) {
            RecordExplanation(subtype: kind, asset: assetWords, time: timeWords)
        }
    }

    private var subtypeWords: String {
        "the message's family and type \"\(String(decoding: subtype.bytes, as: UTF8.self))\""
    }

    /// The machine that the message, or else its root, names: its index in the batch, and the rule.
    private mutating func machine(from places: [RecordFacts.AssetPlace]) -> (Int?, String?) {
        if let place = facts.asset(places) {
            return (assets.index(of: facts.key(place), in: &batch), "the message's \(place.words)")
        }
        if let place = rootFacts.asset([.sender, .header]) {
            return (assets.index(of: rootFacts.key(place), in: &batch), "the root's \(place.words)")
        }
        return (nil, nil)
    }

    private func messageTime() -> (Timestamp?, String) {
        if let time = facts.time(.own) { return (time, "the message's @Time") }
        if let time = facts.time(.header) { return (time, "the message's Header/@Time") }
        if let time = rootFacts.time(.own) { return (time, "the root's @TimeStamp") }
        return (rootFacts.time(.header), "the root's Header/@Time")
    }

    /// Makes events of the statuses that wait: after the message's own event, in document order.
    private mutating func appendStatuses() {
        guard let message = messageIdentity else { return }
        if statuses.skippedPhases > 0 { batch.count("jobphase_skipped", statuses.skippedPhases) }
        let (time, timeWords) = messageTime()
        for index in 0..<statuses.pending.count {
            append(statuses.pending[index], identity: message, time: time, timeWords)
        }
        statuses.removePending()
    }

    private mutating func append(
        _ status: PendingStatus, identity: ContentHash, time: Timestamp?, _ timeWords: String
    ) {
        recordsTaken += 1
        statusOrdinal += 1
        let own = statuses.assetKey(status)
        var asset: Int?
        var words: String?
        if own.isEmpty {
            (asset, words) = machine(from: [.header, .sender])
        } else {
            asset = assets.index(of: own, in: &batch)
            words = status.isDevicesKey ? "DeviceInfo/Device/@DeviceID" : "DeviceInfo/@DeviceID"
        }
        let key = asset.map { batch.assetKeys[$0] } ?? ""
        if status.hasCounter { counters.note(status.counter, for: key) }
        let isNew = recordsTaken > origin.recordsToSkip
        let last = status.hasCounter ? status.counter : counters[key]
        let problem =
            switch status.problem {
            case .noStatus: "no-status"
            case .badStatus: "bad-status"
            case .none: last == nil ? "no-totalproductioncounter" : ""
            }
        guard let counter = last, status.problem == .none else {
            if isNew {
                batch.count(problem)
                if options.explains {
                    batch.remark("DeviceInfo makes no generic.signal: \(problem)", at: status.origin)
                }
            }
            return
        }
        guard isNew else { return }
        prefix.truncate(to: 0)
        prefix.append(statuses.body(status))
        prefix.append(",\"totalproductioncounter\":")
        StatusNumber.write(counter, to: &prefix)
        prefix.append("}}}")
        let refused = status.isTooLarge || prefix.count > options.limits.payload
        let isCut = refused && (status.isTooLarge || prefix.count > options.limits.kept)
        if isCut, prefix.count > options.limits.kept { prefix.truncate(to: options.limits.kept) }
        if time == nil { fallbacks += 1 }
        if options.explains {
            batch.explain(
                RecordExplanation(
                    subtype: "a DeviceInfo of the message above (generic.signal)", asset: words, time: timeWords
                ).text(fallback: time == nil))
        }
        batch.append(
            payload: prefix.bytes,
            kind: batch.index(of: RecordKind(eventType: "generic.signal", eventSubtype: "Status", payloadVersion: 2)),
            assetKey: asset, time: time ?? origin.fallbackTime, identity: identity.mixed(with: statusOrdinal),
            origin: status.origin, refusal: refused ? tooLarge(isCut: isCut, kept: prefix.count) : nil,
            dropsRepeats: true)
    }

    /// Looks at an element up to three levels below a message or an audit.
    mutating func observe(
        _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) {
        let level = depth - recordDepth
        if level == 1 { isInDeviceInfo = entry.element == .deviceInfo }
        guard entry.element != .none else { return }
        switch (level, entry.element) {
        case (1, .header):
            let values = AttributeValues(attributes, &keys)
            facts.note(.header, values[.deviceID])
            facts.note(.header, values[.time], options.zone)
            noteHeader(values)
        case (1, .device):
            facts.note(.device, AttributeValues(attributes, &keys)[.deviceID])
        case (1, .deviceInfo):
            let values = AttributeValues(attributes, &keys)
            deviceInfoCount += 1
            if deviceInfoCount == 1 { facts.note(.deviceInfo, values[.deviceID]) }
            if isStatusMessage { statuses.openDevice(values, at: origin.place(position())) }
        case (2, .device) where isInDeviceInfo:
            let values = AttributeValues(attributes, &keys)
            if deviceInfoCount == 1 { facts.note(.deviceInfoDevice, values[.deviceID]) }
            if statuses.isDeviceOpen { statuses.device(values) }
        case (2, .event) where statuses.isDeviceOpen:
            statuses.event(AttributeValues(attributes, &keys))
        case (2, .jobPhase) where statuses.isDeviceOpen:
            statuses.openPhase(AttributeValues(attributes, &keys))
        case (3, .costCenter) where statuses.isPhaseOpen, (3, .part) where statuses.isPhaseOpen:
            statuses.phaseChild(entry.element, AttributeValues(attributes, &keys))
        default: break
        }
    }
}
