/// Quoted-printable (RFC 2045 section 6.7), in pieces. Line breaks stay as they stand. What is no escape stays too, as the
/// RFC advises: `version="1.0"` in content that only claims to be encoded.
struct QuotedPrintableDecoder {
    private enum State {
        case text
        /// White space that counts only when something follows it in the line.
        case space
        /// After `=`, after `=` and one digit, in the white space after `=`, and after `=` and a carriage return.
        case escape, digit, softSpace, softReturn
    }

    private var state = State.text
    /// What was read since `state` is not `text`, as it stands.
    private var held: [UInt8] = []
    /// White space that is held at most; longer runs are content.
    private static let heldLimit = 1000

    /// Decodes more. `output` takes the bytes.
    mutating func decode(_ input: UnsafeRawBufferPointer, into output: inout RawBuffer) {
        output.reserve(input.count + held.count)
        for byte in input { take(byte, &output) }
    }

    /// The end of the content: what a line break would have made of what is held.
    mutating func finish(into output: inout RawBuffer) {
        if state == .digit { flush(&output) }
        held.removeAll()
        state = .text
    }

    private mutating func take(_ byte: UInt8, _ output: inout RawBuffer) {
        let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
        switch state {
        case .text: break
        case .space:
            if isBlank, held.count < Self.heldLimit {
                held.append(byte)
                return
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { held.removeAll(keepingCapacity: true) }
        case .escape where Self.value(byte) != nil: return hold(byte, as: .digit)
        case .digit:
            if let high = Self.value(held[1]), let low = Self.value(byte) {
                output.append(high << 4 | low)
                return forget()
            }
        case .escape where isBlank, .softSpace where isBlank && held.count < Self.heldLimit:
            return hold(byte, as: .softSpace)
        case .escape where byte == UInt8(ascii: "\r"), .softSpace where byte == UInt8(ascii: "\r"):
            return hold(byte, as: .softReturn)
        case .escape where byte == UInt8(ascii: "\n"), .softSpace where byte == UInt8(ascii: "\n"): return forget()
        case .softReturn where byte == UInt8(ascii: "\n"): return forget()
        case .softReturn: held.removeAll(keepingCapacity: true)
        case .escape, .softSpace: break
        }
        flush(&output)
        state = .text
        if byte == UInt8(ascii: "=") {
            hold(byte, as: .escape)
        } else if isBlank {
            hold(byte, as: .space)
        } else {
            output.append(byte)
        }
    }

    private mutating func hold(_ byte: UInt8, as next: State) {
        held.append(byte)
        state = next
    }

    private mutating func forget() {
        held.removeAll(keepingCapacity: true)
        state = .text
    }

    private mutating func flush(_ output: inout RawBuffer) {
        for byte in held { output.append(byte) }
        held.removeAll(keepingCapacity: true)
    }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
