/// File names in checkpoints: `%xx` stands for `%` and every byte that is no visible ASCII.
enum NameText {
    static let hexDigits = Array("0123456789abcdef".utf8)

    static func append(_ name: FileName, to bytes: inout [UInt8]) {
        for byte in name.bytes {
            if byte > 0x20, byte < 0x7f, byte != UInt8(ascii: "%") {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexDigits[Int(byte >> 4)])
                bytes.append(hexDigits[Int(byte & 15)])
            }
        }
    }

    /// nil when it is no such text.
    static func read(_ text: String) -> FileName? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexDigits.firstIndex),
                let low = rest.popFirst().flatMap(hexDigits.firstIndex)
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return FileName(bytes)
    }
}
