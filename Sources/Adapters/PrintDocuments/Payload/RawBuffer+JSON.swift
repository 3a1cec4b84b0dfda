import Glibc

/// JSON written piece by piece, for the few values that do not come from elements as they are.
extension RawBuffer {
    /// Appends a JSON string; nil is the empty one.
    mutating func appendString(_ value: UnsafeRawBufferPointer?) {
        append(UInt8(ascii: "\""))
        if let value, let base = value.baseAddress { appendEscaped(base, value.count) }
        append(UInt8(ascii: "\""))
    }

    /// Appends `,"key":"value"`, or nothing without a value.
    mutating func appendOptionalMember(_ key: StaticString, _ value: UnsafeRawBufferPointer?) {
        guard let value else { return }
        append(UInt8(ascii: ","), UInt8(ascii: "\""))
        append(key)
        append(UInt8(ascii: "\""), UInt8(ascii: ":"))
        appendString(value)
    }

    /// Takes one byte out, moving the rest up.
    mutating func removeByte(at index: Int) {
        guard index < count else { return }
        memmove(base + index, base + index + 1, count - index - 1)
        truncate(to: count - 1)
    }
}
