import PrintDocuments

/// Unpacks a file whole and in pieces: the content and the fault are the same, and no more comes out than allowed.
enum GzipTarget {
    private static let limit: Int64 = 1 << 16

    static func findings(_ input: [UInt8]) -> [String] {
        guard let whole = try? GzipSource(MemorySource(input), limit: limit),
            let split = try? GzipSource(Pieces(input), limit: limit)
        else { return ["no memory"] }
        let wholeContent = Content(step: 8192, whole.read)
        let splitContent = Content(step: 1 + input.count % 977, split.read)
        var findings: [String] = []
        if wholeContent.bytes.count > limit { findings.append("more came out than the limit") }
        // How much comes out before a fault depends on the room that there was; it is never anything else.
        let isSame =
            wholeContent.fault == nil
            ? wholeContent == splitContent
            : splitContent.fault != nil
                && (wholeContent.bytes.starts(with: splitContent.bytes)
                    || splitContent.bytes.starts(with: wholeContent.bytes))
        if !isSame { findings.append("the content depends on how the file arrives") }
        return findings
    }
}
