import AdapterAPI

/// A header made once for all events of one kind from one asset; an event costs a few copies.
struct HeaderTemplate {
    private let bytes: [UInt8]
    /// Where id, asset time and sender time go.
    private let cuts: (Int, Int, Int)

    init(bytes: [UInt8], cuts: (Int, Int, Int)) {
        self.bytes = bytes
        self.cuts = cuts
    }

    /// Bytes of an event with these parts.
    @inline(__always)
    func size(assetTime: Timestamp, senderTime: Timestamp, payload: Int) -> Int {
        bytes.count + EventID.textLength + assetTime.textLength + senderTime.textLength + payload + 1
    }

    /// Writes the event; `target` has exactly ``size(assetTime:senderTime:payload:)`` bytes.
    @inline(__always)
    func write(
        id: EventID, assetTime: Timestamp, senderTime: Timestamp, payload: UnsafeRawBufferPointer,
        to target: UnsafeMutableRawBufferPointer
    ) {
        guard let start = target.baseAddress else { return }
        bytes.withUnsafeBytes { header in
            guard let source = header.baseAddress else { return }
            var at = start
            func copy(_ from: Int, _ to: Int) {
                at.copyMemory(from: source + from, byteCount: to - from)
                at += to - from
            }
            copy(0, cuts.0)
            id.write(to: at)
            at += EventID.textLength
            copy(cuts.0, cuts.1)
            at += assetTime.write(to: at)
            copy(cuts.1, cuts.2)
            at += senderTime.write(to: at)
            copy(cuts.2, header.count)
            if let body = payload.baseAddress { at.copyMemory(from: body, byteCount: payload.count) }
            at += payload.count
            at.storeBytes(of: UInt8(ascii: "}"), as: UInt8.self)
        }
    }
}
