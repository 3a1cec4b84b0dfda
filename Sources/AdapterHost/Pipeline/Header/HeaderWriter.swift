import AdapterAPI

/// Writes a header with gaps for what differs from event to event.
struct HeaderWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]
    private var idStart = 0
    private var timeStart = 0

    /// An attribute whose value is fixed.
    mutating func field(_ name: String, _ value: String) {
        start(name)
        var writer = PayloadWriter(appendingTo: bytes)
        writer.string(value)
        bytes = writer.bytes
    }

    /// An attribute whose value is a fixed whole number.
    mutating func field(_ name: String, _ value: Int) {
        start(name)
        bytes.append(contentsOf: Array(String(value).utf8))
    }

    /// An attribute that is left out when there is nothing to say.
    mutating func optional(_ name: String, _ value: String?) {
        if let value, !value.isEmpty { field(name, value) }
    }

    /// The attribute that holds the event's id, which is filled in for each event. It stands before the asset's time.
    mutating func id(_ name: String) {
        start(name)
        bytes.append(UInt8(ascii: "\""))
        idStart = bytes.count
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: EventID.textLength))
        bytes.append(UInt8(ascii: "\""))
    }

    /// The attribute that holds the asset's time, which is filled in for each event.
    mutating func assetTime(_ name: String) {
        start(name)
        bytes.append(UInt8(ascii: "\""))
        timeStart = bytes.count
        bytes.append(UInt8(ascii: "\""))
    }

    /// The template; the payload's key comes last.
    mutating func finish() -> HeaderTemplate {
        bytes.append(contentsOf: Array(",\"payload\":".utf8))
        return HeaderTemplate(bytes: bytes, idStart: idStart, timeStart: timeStart)
    }

    private mutating func start(_ name: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: Array("\"\(name)\":".utf8))
    }
}
