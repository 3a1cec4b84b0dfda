import AdapterAPI
import Glibc

/// An element around records, of which only the attributes go out: the root, or a Message.
struct Wrapper: ~Copyable {
    /// `"key":"value",` one behind the other.
    private var bytes = RawBuffer(capacity: 256)
    private var members = Stack<Member>()

    struct Member: BitwiseCopyable {
        let key: Int32
        let start: Int
        let end: Int
    }
    /// The first valid time of its attributes, @TimeStamp before @Time.
    private(set) var time: Timestamp?
    /// @DeviceID, when present.
    private(set) var deviceID = RawBuffer(capacity: 64)

    /// The attributes as they came, for ``repeats(_:)``: names by their pointers in the parser's dictionary, values one
    /// behind the other.
    private var names = Stack<Seen>()
    private var values = RawBuffer(capacity: 128)

    struct Seen: BitwiseCopyable {
        let name: Name
        let end: Int
    }

    var hasDeviceID: Bool { deviceID.count > 0 }
    var byteCount: Int { bytes.count }

    /// Whether these are the attributes that were remembered: in a feed, messages of one machine are often alike.
    func repeats(_ attributes: Attributes) -> Bool {
        guard attributes.count == names.count, attributes.count > 0 else { return false }
        var start = 0
        for index in 0..<attributes.count {
            let value = attributes.value(index)
            let (seen, name) = (names[index], attributes.name(index))
            guard seen.name == name, let base = value.baseAddress, value.count == seen.end - start,
                memcmp(base, values.base + start, value.count) == 0
            else { return false }
            start = seen.end
        }
        return true
    }

    /// Remembers the attributes as they came. Long ones are not worth it, and collisions are counted each time.
    mutating func remember(_ attributes: Attributes, collisions: Int) {
        names.cut(to: 0)
        values.truncate(to: 0)
        guard collisions == 0, bytes.count <= Self.longestRemembered else { return }
        for index in 0..<attributes.count {
            values.append(attributes.value(index))
            names.push(Seen(name: attributes.name(index), end: values.count))
        }
    }
    private static let longestRemembered = 4096

    /// Takes an element's attributes in place of the last one's. Returns how many collided.
    mutating func load(
        _ attributes: Attributes, _ keys: inout KeyTable, options: PrintDocumentOptions
    ) -> Int {
        bytes.truncate(to: 0)
        members.cut(to: 0)
        deviceID.truncate(to: 0)
        var times = RecordTime()
        var collisions = 0
        for index in 0..<attributes.count {
            let entry = keys.entry(of: attributes.name(index))
            if entry.isDropped || (entry.isPersonalAttribute && !options.keepsPersonalData) { continue }
            let value = attributes.value(index)
            if entry.role == .deviceID, deviceID.count == 0 { deviceID.append(value) }
            times.take(entry.role, value, options.zone)
            if has(entry.key) {
                collisions += 1
                continue
            }
            let start = bytes.count
            guard let base = value.baseAddress else { continue }
            bytes.appendMember(comma: false, keys.bytes(of: entry), base, value.count)
            bytes.append(UInt8(ascii: ","))
            members.push(Member(key: entry.key, start: start, end: bytes.count))
        }
        time = times.best
        return collisions
    }

    /// Writes the attributes, each with a comma behind it, but not one under `record`: there the record wins.
    func write(to target: inout RawBuffer, without record: Int32) {
        guard has(record) else {
            target.append(bytes.bytes)
            return
        }
        for index in 0..<members.count where members[index].key != record {
            target.append(bytes.base + members[index].start, members[index].end - members[index].start)
        }
    }

    private func has(_ key: Int32) -> Bool {
        for index in 0..<members.count where members[index].key == key { return true }
        return false
    }
}
