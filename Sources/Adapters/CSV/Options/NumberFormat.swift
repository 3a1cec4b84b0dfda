import AdapterAPI

/// How a table writes numbers: strict, so that `1.234` is never taken for something else than was configured.
struct NumberFormat: Sendable {
    /// Before the fraction.
    let decimal: UInt8
    /// Between groups of three digits, each way in which it may be written, as UTF-8.
    let thousands: [[UInt8]]
    /// What may stand behind the number, with or without a blank, and is left out.
    var unit: [UInt8] = []

    /// Digits of a number at most, those of the fraction included.
    static let longest = 40
    /// The largest whole number that receivers do not round: 2^53.
    private static let largest = 9_007_199_254_740_992

    private static let separators: [String: [String]] = [
        "none": [], ".": ["."], ",": [","], "'": ["'", "\u{2019}"], " ": [" ", "\u{a0}", "\u{202f}", "\u{2009}"],
        "space": [" ", "\u{a0}", "\u{202f}", "\u{2009}"],
    ]

    init(_ reader: inout ConfigurationReader) {
        let decimal = reader.string(
            "decimal", default: ".", help: "what stands before a number's fraction: a dot or a comma")
        let thousands = reader.string(
            "thousands", default: "none", help: "what stands between groups of three digits: none, . , ' or space")
        if decimal != ".", decimal != "," {
            reader.fault(at: "decimal", "\"decimal\" must be \".\" or \",\", found \"\(decimal)\"")
        }
        if Self.separators[thousands] == nil {
            reader.fault(
                at: "thousands", "\"thousands\" must be none, \".\", \",\", \"'\" or space, found \"\(thousands)\"")
        }
        if decimal == thousands {
            reader.fault(at: "thousands", "\"thousands\" and \"decimal\" must differ")
        }
        self.decimal = decimal.utf8.first ?? UInt8(ascii: ".")
        self.thousands = (Self.separators[thousands] ?? []).map { Array($0.utf8) }
    }

    /// Such a number, for messages.
    func example(hasFraction: Bool) -> String {
        let group = thousands.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
        let fraction = hasFraction ? String(decoding: [decimal], as: UTF8.self) + "5" : ""
        return "12\(group)345\(fraction)" + (unit.isEmpty ? "" : " " + String(decoding: unit, as: UTF8.self))
    }

    /// Writes the number that `text` is as JSON.
    /// - Parameter target: with room for ``longest`` bytes and 16 more.
    /// - Returns: The number of bytes; nil when it is none, not so written, or with `isInteger` has a fraction or is
    ///   beyond 2^53.
    func write(_ text: UnsafeRawBufferPointer, isInteger: Bool, to target: UnsafeMutableRawPointer) -> Int? {
        var scan = NumberScan(withoutUnit(text), self, target)
        guard scan.readWhole(), isInteger || scan.readFraction(decimal), isInteger || scan.readExponent(), scan.isAtEnd
        else { return nil }
        if isInteger, scan.magnitude > Self.largest { return nil }
        return scan.written
    }

    private func withoutUnit(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        guard !unit.isEmpty, text.count > unit.count, text.suffix(unit.count).elementsEqual(unit) else { return text }
        return Blanks.trim(UnsafeRawBufferPointer(rebasing: text.dropLast(unit.count)))
    }
}
