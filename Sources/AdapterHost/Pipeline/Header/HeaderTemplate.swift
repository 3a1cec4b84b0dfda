import AdapterAPI

/// A header made once for all events of one kind from one asset in a batch; an event costs a few copies.
struct HeaderTemplate {
    /// The header, with room for the id and none for the asset's time.
    private let bytes: [UInt8]
    private let idStart: Int
    private let timeStart: Int

    /// - Parameters:
    ///   - bytes: The header, with any ``EventID/textLength`` characters where the id goes.
    ///   - idStart: Where they begin.
    ///   - timeStart: Where the asset's time goes, behind the id.
    init(bytes: [UInt8], idStart: Int, timeStart: Int) {
        assert(idStart + EventID.textLength <= timeStart && timeStart <= bytes.count, "the id stands before the time")
        self.bytes = bytes
        self.idStart = idStart
        self.timeStart = timeStart
    }

    /// Bytes of an event with these parts.
    @inline(__always)
    func size(assetTime: Timestamp, payload: Int) -> Int {
        bytes.count + assetTime.textLength + payload + 1
    }

    /// Writes the event; `target` has exactly ``size(assetTime:payload:)`` bytes.
    @inline(__always)
    func write(
        id: EventID, assetTime: Timestamp, payload: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
    ) {
        guard let start = target.baseAddress else { return }
        bytes.withUnsafeBytes { header in
            guard let source = header.baseAddress else { return }
            start.copyMemory(from: source, byteCount: timeStart)
            id.write(to: start + idStart)
            var at = start + timeStart
            at += assetTime.write(to: at)
            at.copyMemory(from: source + timeStart, byteCount: header.count - timeStart)
            at += header.count - timeStart
            if let body = payload.baseAddress { at.copyMemory(from: body, byteCount: payload.count) }
            at += payload.count
            at.storeBytes(of: UInt8(ascii: "}"), as: UInt8.self)
        }
    }
}
