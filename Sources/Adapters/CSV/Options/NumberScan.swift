/// Reads one number, byte by byte, and writes it as JSON as it goes.
struct NumberScan {
    private let text: UnsafeRawBufferPointer
    private let thousands: [[UInt8]]
    private let decimal: UInt8
    private let target: UnsafeMutableRawPointer
    private var at = 0
    private var digits = 0
    /// Bytes written so far.
    private(set) var written = 0
    /// The whole part, held at the largest value when it is larger.
    private(set) var magnitude = 0

    init(_ text: UnsafeRawBufferPointer, _ format: NumberFormat, _ target: UnsafeMutableRawPointer) {
        self.text = text
        thousands = format.thousands
        decimal = format.decimal
        self.target = target
    }

    var isAtEnd: Bool { at == text.count }

    private var byte: UInt8? { at < text.count ? text[at] : nil }

    private var digit: UInt8? { byte.flatMap { $0 >= 0x30 && $0 <= 0x39 ? $0 : nil } }

    private mutating func put(_ byte: UInt8) {
        target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
        written += 1
    }

    /// A sign and digits, in groups of three if they are grouped. No digits are as good as 0 when a fraction follows.
    mutating func readWhole() -> Bool {
        if byte == UInt8(ascii: "-") { put(UInt8(ascii: "-")) }
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { at += 1 }
        let start = at
        var group = 0
        var isGrouped = false
        while true {
            if let digit {
                guard takeDigit(digit) else { return false }
                group += 1
                at += 1
            } else if let length = separator(), isGrouped ? group == 3 : (1...3).contains(group) {
                isGrouped = true
                group = 0
                at += length
                if digit == nil { return false }
            } else {
                break
            }
        }
        if isGrouped, group != 3 { return false }
        if at == start, byte != decimal || text.count == at + 1 { return false }
        if magnitude == 0 { put(UInt8(ascii: "0")) }
        return true
    }

    private mutating func takeDigit(_ digit: UInt8) -> Bool {
        digits += 1
        guard digits <= NumberFormat.longest else { return false }
        let (product, isOver) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, isOverToo) = product.addingReportingOverflow(Int(digit - 0x30))
        magnitude = isOver || isOverToo ? Int.max : sum
        // Zeros at the start are no part of a JSON number.
        if magnitude > 0 { put(digit) }
        return true
    }

    private func separator() -> Int? {
        guard let byte else { return nil }
        for mark in thousands where mark[0] == byte && at + mark.count <= text.count {
            if mark.count == 1 || text[at..<at + mark.count].elementsEqual(mark) { return mark.count }
        }
        return nil
    }

    /// A decimal mark and digits, or nothing.
    mutating func readFraction(_ decimal: UInt8) -> Bool {
        guard byte == decimal else { return true }
        at += 1
        put(UInt8(ascii: "."))
        let start = at
        while let digit {
            digits += 1
            guard digits <= NumberFormat.longest else { return false }
            put(digit)
            at += 1
        }
        return at > start
    }

    /// `e`, a sign and up to two digits, or nothing: larger exponents are beyond what a double holds.
    mutating func readExponent() -> Bool {
        guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") else { return true }
        at += 1
        put(UInt8(ascii: "e"))
        if byte == UInt8(ascii: "-") { put(UInt8(ascii: "-")) }
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { at += 1 }
        let start = at
        while let digit {
            guard at - start < 2 else { return false }
            put(digit)
            at += 1
        }
        return at > start
    }
}
