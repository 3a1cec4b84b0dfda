import AdapterAPI

/// What a message or an audit says of its machine and its time, gathered while its elements pass.
struct RecordFacts: ~Copyable {
    /// Places that name a machine, of the record or of its root.
    enum AssetPlace: Int, CaseIterable {
        case deviceInfo, deviceInfoDevice, header, sender, device

        var words: String {
            switch self {
            case .deviceInfo: "DeviceInfo/@DeviceID"
            case .deviceInfoDevice: "DeviceInfo/Device/@DeviceID"
            case .header: "Header/@DeviceID"
            case .sender: "@SenderID"
            case .device: "Device/@DeviceID"
            }
        }
    }
    /// Places that give a time.
    enum TimePlace: Int, CaseIterable {
        case own, header, end, start

        var words: String {
            switch self {
            case .own: "@Time or @TimeStamp"
            case .header: "Header/@Time"
            case .end: "@End"
            case .start: "@Start"
            }
        }
    }

    struct Slot: BitwiseCopyable {
        var start = 0
        var end = 0
    }

    private var texts = RawBuffer(capacity: 128)
    private var slots = InlineArray<5, Slot>(repeating: Slot())
    private var times = InlineArray<4, Timestamp?>(repeating: nil)

    /// Begins a record.
    mutating func begin() {
        texts.truncate(to: 0)
        for index in slots.indices { slots[index] = Slot() }
        for index in times.indices { times[index] = nil }
    }

    /// Notes a machine's key, unless the place has given one already.
    mutating func note(_ place: AssetPlace, _ key: UnsafeRawBufferPointer?) {
        guard let key, slots[place.rawValue].start == slots[place.rawValue].end else { return }
        let start = texts.count
        texts.append(key)
        slots[place.rawValue] = Slot(start: start, end: texts.count)
    }

    /// Notes a time if it is valid, unless the place has given one already.
    mutating func note(_ place: TimePlace, _ text: UnsafeRawBufferPointer?, _ zone: ZoneRules) {
        guard let text, times[place.rawValue] == nil else { return }
        times[place.rawValue] = Timestamp(text, zone: zone)
    }

    /// The first of these places that names a machine.
    func asset(_ places: [AssetPlace]) -> AssetPlace? {
        for place in places where slots[place.rawValue].start < slots[place.rawValue].end { return place }
        return nil
    }

    /// The key that a place named; empty when it named none.
    func key(_ place: AssetPlace) -> UnsafeRawBufferPointer {
        let slot = slots[place.rawValue]
        return UnsafeRawBufferPointer(rebasing: texts.bytes[slot.start..<slot.end])
    }

    /// The time of a place.
    func time(_ place: TimePlace) -> Timestamp? { times[place.rawValue] }
}
