import AdapterAPI

/// The words that a table has for yes and no, in any case.
struct TruthWords: Sendable {
    let yes: [String]
    let no: [String]
    private let yesBytes: [[UInt8]]
    private let noBytes: [[UInt8]]

    /// Bytes of a word at most.
    static let longest = 64

    init(_ reader: inout ConfigurationReader) {
        yes = reader.strings(
            "trueWords", default: ["true", "yes", "ja", "1"], help: "what type: boolean takes for true")
        no = reader.strings("falseWords", default: ["false", "no", "nein", "0"], help: "what it takes for false")
        yesBytes = yes.map { Array($0.lowercased().utf8) }
        noBytes = no.map { Array($0.lowercased().utf8) }
        for (key, words) in [("trueWords", yes), ("falseWords", no)] {
            if words.isEmpty || words.contains(where: { $0.isEmpty || $0.utf8.count > Self.longest }) {
                reader.fault(at: key, "\"\(key)\" must be words of 1 to \(Self.longest) bytes")
            }
        }
        for word in yesBytes where noBytes.contains(word) {
            let text = String(decoding: word, as: UTF8.self)
            reader.fault(at: "falseWords", "\"\(text)\" stands in trueWords and in falseWords")
        }
    }

    /// What a text says; nil when it is none of the words.
    func read(_ text: UnsafeRawBufferPointer) -> Bool? {
        if let known = find(text) { return known }
        if text.count > Self.longest { return nil }
        let lower = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        return lower.withUnsafeBytes { find($0) }
    }

    private func find(_ text: UnsafeRawBufferPointer) -> Bool? {
        if yesBytes.contains(where: { $0.elementsEqual(text) }) { return true }
        if noBytes.contains(where: { $0.elementsEqual(text) }) { return false }
        return nil
    }
}
