import AdapterAPI

/// An element around records, of which only the attributes go out: the root, or a Message.
struct Wrapper: ~Copyable {
    /// `"key":"value",` one behind the other.
    private var bytes = RawBuffer(capacity: 256)
    private var members: [(key: Int32, start: Int, end: Int)] = []
    /// The first valid time of its attributes, @TimeStamp before @Time.
    private(set) var time: Timestamp?
    /// @DeviceID, when present.
    private(set) var deviceID = RawBuffer(capacity: 64)

    var hasDeviceID: Bool { deviceID.count > 0 }
    var byteCount: Int { bytes.count }

    /// Takes an element's attributes in place of the last one's. Returns how many collided.
    mutating func load(
        _ attributes: Attributes, _ keys: inout KeyTable, options: PrintDocumentOptions
    ) -> Int {
        bytes.truncate(to: 0)
        members.removeAll(keepingCapacity: true)
        deviceID.truncate(to: 0)
        var times = RecordTime()
        var collisions = 0
        for index in 0..<attributes.count {
            let entry = keys.entry(of: attributes.name(index))
            if entry.isDropped || (entry.isPersonalAttribute && !options.keepsPersonalData) { continue }
            let value = attributes.value(index)
            if entry.role == .deviceID, deviceID.count == 0 { deviceID.append(value) }
            times.take(entry.role, value, options.zone)
            if members.contains(where: { $0.key == entry.key }) {
                collisions += 1
                continue
            }
            let start = bytes.count
            bytes.append(keys.bytes(of: entry))
            bytes.append(UInt8(ascii: "\""))
            if let base = value.baseAddress { bytes.appendEscaped(base, value.count) }
            bytes.append(UInt8(ascii: "\""), UInt8(ascii: ","))
            members.append((entry.key, start, bytes.count))
        }
        time = times.best
        return collisions
    }

    /// Writes the attributes, each with a comma behind it, but not one under `record`: there the record wins.
    func write(to target: inout RawBuffer, without record: Int32) {
        guard members.contains(where: { $0.key == record }) else {
            target.append(bytes.bytes)
            return
        }
        for member in members where member.key != record {
            target.append(bytes.base + member.start, member.end - member.start)
        }
    }
}
