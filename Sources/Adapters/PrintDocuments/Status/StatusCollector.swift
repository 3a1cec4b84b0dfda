import AdapterAPI

/// Makes `generic.signal/Status` payloads of the DeviceInfo elements of a Status message while they pass.
struct StatusCollector: ~Copyable {
    /// What waits for the message's end.
    private(set) var pending = Stack<PendingStatus>(capacity: 4)
    /// Job phases left out because they have no JobID or a status that does not map.
    private(set) var skippedPhases = 0
    private var bodies = RawBuffer(capacity: 1024)
    private var texts = RawBuffer(capacity: 128)
    private var device = PendingStatus(
        bodyStart: 0, bodyEnd: 0, problem: .none, hasCounter: false, counter: 0, assetStart: 0, assetEnd: 0,
        isDevicesKey: false, origin: Record.Origin(line: 0))
    private var event = RawBuffer(capacity: 128)
    private var sawEvent = false
    private var phases = JobPhaseWriter()

    /// Whether a DeviceInfo is open.
    private(set) var isDeviceOpen = false
    /// Whether a JobPhase of it is open.
    var isPhaseOpen: Bool { phases.isOpen }
    /// Bytes that wait.
    var byteCount: Int { bodies.count + texts.count }

    /// The payload of a waiting status up to its total counter.
    func body(_ status: PendingStatus) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bodies.bytes[status.bodyStart..<status.bodyEnd])
    }

    /// The key that a waiting status' own DeviceInfo names.
    func assetKey(_ status: PendingStatus) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: texts.bytes[status.assetStart..<status.assetEnd])
    }

    /// Forgets what waited.
    mutating func removePending() {
        pending.cut(to: 0)
        if !isDeviceOpen {
            bodies.truncate(to: 0)
            texts.truncate(to: 0)
        }
        skippedPhases = 0
    }

    /// Begins a message.
    mutating func begin() {
        isDeviceOpen = false
        phases.abandon()
        removePending()
    }

    /// A DeviceInfo that is a direct child of the message starts.
    mutating func openDevice(_ values: AttributeValues, at origin: Record.Origin) {
        isDeviceOpen = true
        device.origin = origin
        device.bodyStart = bodies.count
        device.assetStart = texts.count
        device.isDevicesKey = false
        if let key = values[.deviceID] { texts.append(key) }
        device.assetEnd = texts.count
        let counter = values[.totalProductionCounter].flatMap(StatusNumber.parse)
        device.hasCounter = counter != nil
        device.counter = counter ?? 0
        event.truncate(to: 0)
        sawEvent = false
        phases.begin()

        guard let status = values[.deviceStatus] ?? values[.status] else {
            device.problem = .noStatus
            return
        }
        let word = StatusWords.device(
            status: status, condition: values[.deviceCondition], mode: values[.deviceOperationMode])
        guard let word else {
            device.problem = .badStatus
            return
        }
        device.problem = .none
        bodies.append("{\"signalstatus\":{\"deviceinfo\":{\"status\":\"")
        bodies.append(word)
        bodies.append("\",\"speed\":")
        StatusNumber.write(values[.speed].flatMap(StatusNumber.parse) ?? 0, to: &bodies)
        bodies.append(",\"statusdetails\":")
        bodies.appendString(values[.statusDetails])
        if let count = values[.productionCounter].flatMap(StatusNumber.parse) {
            bodies.append(",\"productioncounter\":")
            StatusNumber.write(count, to: &bodies)
        }
    }

    /// A Device directly below the open DeviceInfo.
    mutating func device(_ values: AttributeValues) {
        guard device.assetStart == device.assetEnd, let key = values[.deviceID] else { return }
        texts.append(key)
        device.assetEnd = texts.count
        device.isDevicesKey = true
    }

    /// An Event directly below the open DeviceInfo: the first counts.
    mutating func event(_ values: AttributeValues) {
        guard !sawEvent else { return }
        sawEvent = true
        event.appendOptionalMember("eventid", values[.eventID])
        event.appendOptionalMember("eventvalue", values[.eventValue])
    }

    /// A JobPhase directly below the open DeviceInfo starts.
    mutating func openPhase(_ values: AttributeValues) {
        if !phases.open(values) { skippedPhases += 1 }
    }

    /// A CostCenter or Part directly below the open JobPhase.
    mutating func phaseChild(_ role: ElementRole, _ values: AttributeValues) {
        if role == .costCenter { phases.costCenter(values) }
        if role == .part { phases.part(values) }
    }

    /// The open JobPhase ends.
    mutating func closePhase() { phases.close() }

    /// The open DeviceInfo ends.
    mutating func closeDevice() {
        isDeviceOpen = false
        if device.problem == .none {
            if event.count > 0 {
                bodies.append(",\"event\":{")
                // Members begin with a comma.
                bodies.append(UnsafeRawBufferPointer(rebasing: event.bytes.dropFirst()))
                bodies.append(UInt8(ascii: "}"))
            }
            phases.write(to: &bodies)
        }
        device.bodyEnd = bodies.count
        pending.push(device)
    }
}
