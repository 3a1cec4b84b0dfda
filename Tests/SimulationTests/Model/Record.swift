import AdapterAPI

/// The records that the simulation's sources read, made from their number; and what is in the events made of them.
enum Record {
    /// Bytes of the largest event that is taken.
    static let largest = 2_000
    static let types = ["ODA", "prinect.xjmf", "generic.signal"]

    /// Appends record `number` of a source.
    static func append(_ number: Int, of source: String, hasPoison: Bool, to batch: inout RecordBatch) {
        // Every seventh comes a second time, as messages do that are sent again.
        let content = number % 7 == 6 ? number - 1 : number
        let kind = RecordKind(eventType: types[content % 3], eventSubtype: "S\(content % 2)")
        let size = content % 29 == 28 ? largest : (content &* 37) % 400
        let marks = hasPoison && content % 53 == 17 ? "poison" : String(repeating: ".", count: size)
        let payload = "{\"n\":\(content),\"m\":\"\(marks)\"}"
        let index = batch.index(of: kind)
        let key = batch.index(ofAssetKey: content % 31 == 30 ? "unknown" : "known")
        Array(payload.utf8).withUnsafeBytes { bytes in
            batch.append(
                payload: bytes, kind: index, assetKey: key, time: Timestamp(secondsSince1970: 1_700_000_000),
                identity: ContentHash(of: "\(source) \(content)"), origin: .init(line: number + 1),
                dropsRepeats: number % 7 >= 5)
        }
    }

    /// The event's id.
    static func id(of event: [UInt8]) -> String {
        event.withUnsafeBytes { bytes in
            guard let start = place(of: "senderEventUuid", in: bytes) else { return "" }
            return String(decoding: bytes[start..<min(start + 36, bytes.count)], as: UTF8.self)
        }
    }

    static func isPoison(_ event: [UInt8]) -> Bool {
        event.count > 8 && event.suffix(10).elementsEqual(Array("\"poison\"}}".utf8))
    }

    /// Where the text of a header attribute begins.
    static func place(of name: String, in event: UnsafeMutableRawBufferPointer) -> Int? {
        place(of: name, in: UnsafeRawBufferPointer(event))
    }

    private static func place(of name: String, in event: UnsafeRawBufferPointer) -> Int? {
        let wanted = Array("\"\(name)\":\"".utf8)
        // The header is at the front.
        for start in 0..<max(0, min(event.count, 700) - wanted.count) where event[start] == wanted[0] {
            if event[start..<start + wanted.count].elementsEqual(wanted) { return start + wanted.count }
        }
        return nil
    }
}
