/// Base64 (RFC 2045 section 6.8), in pieces. White space may stand anywhere; padding at the end may be missing.
struct Base64Decoder {
    /// Bits that do not make a byte yet, and how many characters they came from.
    private var bits: UInt32 = 0
    private var characters = 0
    private var padding = 0

    private static let invalid: UInt8 = 0xff
    private static let space: UInt8 = 0xfe
    private static let pad: UInt8 = 0xfd

    /// What each byte stands for.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        for byte in " \t\r\n".utf8 { values[Int(byte)] = space }
        values[Int(UInt8(ascii: "="))] = pad
        return values
    }()

    /// Decodes more. `output` takes the bytes.
    mutating func decode(_ input: UnsafeRawBufferPointer, into output: inout RawBuffer) throws(EncodingFault) {
        output.reserve(input.count / 4 * 3 + 3)
        let values = Self.values
        for index in input.indices {
            let value = values[Int(input[index])]
            switch value {
            case Self.space: continue
            case Self.pad:
                padding += 1
                guard characters + padding <= 4, characters >= 2 else {
                    throw EncodingFault(index: index, reason: "base64 content has a padding character too many")
                }
            case Self.invalid:
                throw EncodingFault(index: index, reason: "base64 content has a character that is none of its alphabet")
            default:
                guard padding == 0 else {
                    throw EncodingFault(index: index, reason: "base64 content goes on after its padding")
                }
                bits = bits << 6 | UInt32(value)
                characters += 1
                if characters == 4 {
                    output.append(UInt8(truncatingIfNeeded: bits >> 16), UInt8(truncatingIfNeeded: bits >> 8))
                    output.append(UInt8(truncatingIfNeeded: bits))
                    characters = 0
                }
            }
        }
    }

    /// Gives what is left at the end of the content.
    mutating func finish(into output: inout RawBuffer) throws(EncodingFault) {
        switch characters {
        case 1: throw EncodingFault(index: 0, reason: "base64 content ends in the middle of a byte: it was cut short")
        case 2: output.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3: output.append(UInt8(truncatingIfNeeded: bits >> 10), UInt8(truncatingIfNeeded: bits >> 2))
        default: break
        }
        characters = 0
    }
}
