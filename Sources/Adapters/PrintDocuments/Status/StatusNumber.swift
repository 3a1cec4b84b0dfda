import Glibc

/// Numbers in attributes: `[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?` exactly, finite as a double. All else counts as
/// missing, such as `NaN`, `1,5`, `.5`, `5.` or blanks around.
enum StatusNumber {
    /// The number, or nil when the text is none.
    static func parse(_ text: UnsafeRawBufferPointer) -> Double? {
        guard isNumber(text) else { return nil }
        guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
        return value
    }

    /// Appends a number as JSON: whole ones below 2^53 without a fraction.
    static func write(_ value: Double, to target: inout RawBuffer) {
        if value.rounded(.towardZero) == value, abs(value) < 9_007_199_254_740_992 {
            target.append(String(Int64(value)))
        } else {
            target.append("\(value)")
        }
    }

    private static func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
        var at = 0
        func peek() -> UInt8 { at < text.count ? text[at] : 0 }
        func digits() -> Bool {
            let from = at
            while peek() >= UInt8(ascii: "0"), peek() <= UInt8(ascii: "9") { at += 1 }
            return at > from
        }
        func sign() {
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { at += 1 }
        }
        sign()
        guard digits() else { return false }
        if peek() == UInt8(ascii: ".") {
            at += 1
            guard digits() else { return false }
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            at += 1
            sign()
            guard digits() else { return false }
        }
        return at == text.count
    }
}
