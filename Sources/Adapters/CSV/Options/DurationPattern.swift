import AdapterAPI

/// A strict reader of spans of time in one given form.
///
/// `H`, `mm`, `ss` and the like are hours, minutes and seconds, `d` days, `S` to `SSSSSSSSS` a fraction; the largest of
/// them may have any number of digits and exceed a day or an hour, the others not. `hours`, `minutes` and `seconds` are
/// plain numbers of these.
struct DurationPattern: Sendable {
    let format: String

    private enum Part: Equatable {
        /// Seconds that one counts for; `limit` is what it must stay below, nil for the largest.
        case field(seconds: Int, limit: Int?, digits: ClosedRange<Int>)
        case fraction(digits: Int)
        case byte(UInt8)
    }

    private var parts: [Part] = []
    /// Seconds that one of a plain number counts for, or nil when it is a pattern.
    private(set) var plainFactor: Double?
    private let numbers: NumberFormat

    /// Digits of the largest field at most.
    private static let longest = 9

    /// The form that most machines write.
    static let standard = "H:mm:ss"

    init(_ format: String, numbers: NumberFormat) throws(TimePattern.Fault) {
        self.format = format
        self.numbers = numbers
        switch format {
        case "hours": plainFactor = 3_600
        case "minutes": plainFactor = 60
        case "seconds": plainFactor = 1
        default: try read(format)
        }
    }

    private mutating func read(_ format: String) throws(TimePattern.Fault) {
        var rest = Array(format)[...]
        while let first = rest.first {
            let count = rest.prefix { $0 == first }.count
            rest = rest.dropFirst(count)
            switch first {
            case "d", "T": try append(86_400, limit: nil, count)
            case "H", "h": try append(3_600, limit: 24, count)
            case "m": try append(60, limit: 60, count)
            case "s": try append(1, limit: 60, count)
            case "S" where count <= 9: parts.append(.fraction(digits: count))
            case _ where first.isLetter:
                throw TimePattern.Fault(
                    reason:
                        "\"\(String(repeating: first, count: count))\" is not one of d, H, HH, m, mm, s, ss and S…; "
                        + "plain numbers are hours, minutes or seconds")
            default: parts += String(repeating: first, count: count).utf8.map { .byte($0) }
            }
        }
        if parts.allSatisfy({ if case .field = $0 { false } else { true } }) {
            throw TimePattern.Fault(reason: "it has no d, H, m or s")
        }
    }

    private mutating func append(_ seconds: Int, limit: Int?, _ count: Int) throws(TimePattern.Fault) {
        guard count <= 2 else { throw TimePattern.Fault(reason: "a field has one letter or two") }
        var largest = true
        for case .field(let before, _, _) in parts {
            guard before > seconds else { throw TimePattern.Fault(reason: "its fields must become smaller") }
            largest = false
        }
        parts.append(
            .field(
                seconds: seconds, limit: largest ? nil : limit,
                digits: largest ? count...Self.longest : (count == 1 ? 1...2 : 2...2)))
    }

    /// Writes the span as a number of seconds in JSON.
    /// - Parameter target: with room for ``NumberFormat/longest`` bytes and 16 more.
    /// - Returns: The number of bytes; nil when it is not written in this form.
    func write(_ text: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int? {
        if let plainFactor { return writePlain(text, plainFactor, to: target) }
        var at = 0
        let isNegative = text.first == UInt8(ascii: "-")
        if isNegative { at = 1 }
        var seconds = 0
        var fraction: Range<Int>?
        for part in parts {
            switch part {
            case .byte(let byte):
                guard at < text.count, text[at] == byte else { return nil }
                at += 1
            case .field(let size, let limit, let digits):
                guard let value = Digits.read(text, &at, digits), limit.map({ value < $0 }) ?? true else { return nil }
                seconds += value * size
            case .fraction(let digits):
                let start = at
                guard Digits.read(text, &at, digits...digits) != nil else { return nil }
                fraction = start..<at
            }
        }
        guard at == text.count else { return nil }
        let isZero = seconds == 0 && fraction.map { text[$0].allSatisfy { $0 == 0x30 } } ?? true
        var json = (isNegative && !isZero ? "-" : "") + String(seconds)
        if let fraction, !text[fraction].allSatisfy({ $0 == 0x30 }) {
            json += "." + String(decoding: text[fraction], as: UTF8.self)
        }
        return put(json, to: target)
    }

    private func writePlain(_ text: UnsafeRawBufferPointer, _ factor: Double, to target: UnsafeMutableRawPointer)
        -> Int?
    {
        guard let count = numbers.write(text, isInteger: false, to: target) else { return nil }
        if factor == 1 { return count }
        let plain = String(decoding: UnsafeRawBufferPointer(start: target, count: count), as: UTF8.self)
        guard let value = Double(plain), (value * factor).magnitude < 1e15 else { return nil }
        // Milliseconds are finer than any such number is meant.
        var writer = PayloadWriter()
        writer.number((value * factor * 1_000).rounded() / 1_000)
        return put(String(decoding: writer.bytes, as: UTF8.self), to: target)
    }

    private func put(_ json: String, to target: UnsafeMutableRawPointer) -> Int {
        var to = 0
        for byte in json.utf8 {
            target.storeBytes(of: byte, toByteOffset: to, as: UInt8.self)
            to += 1
        }
        return to
    }
}
