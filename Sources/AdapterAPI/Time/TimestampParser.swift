/// Reads the times that print documents hold: `YYYY-MM-DDThh:mm[:ss[.f…]][Z|±hh[:mm]]`, and nothing else.
struct TimestampParser {
    struct Parsed {
        var seconds: Int64
        var nanoseconds: Int32
        /// Seconds east of Greenwich.
        var offset: Int
        /// Whether the text is a date-time of RFC 3339 section 5.6 as it stands.
        var isRFC3339: Bool
    }

    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    static func parse(_ bytes: UnsafeRawBufferPointer, zone: ZoneRules) -> Parsed? {
        var parser = TimestampParser(bytes)
        return parser.parse(zone: zone)
    }

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    private mutating func parse(zone: ZoneRules) -> Parsed? {
        guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2), take("T"),
            let hour = number(2), take(":"), let minute = number(2),
            let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60
        else { return nil }
        var second = 0
        var nanoseconds: Int32 = 0
        let hasSeconds = take(":")
        if hasSeconds {
            guard let value = number(2), value < 60 else { return nil }
            second = value
            if take(".") {
                guard let value = fraction() else { return nil }
                nanoseconds = value
            }
        }
        let local = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        guard let zoned = readOffset() else { return nil }
        guard at == bytes.count else { return nil }
        let offset = zoned.seconds ?? zone.offset(atLocalSeconds: local)
        return Parsed(
            seconds: local - Int64(offset), nanoseconds: nanoseconds, offset: offset,
            isRFC3339: hasSeconds && zoned.isComplete)
    }

    /// `Z`, `±hh`, `±hh:mm`, or nothing: then `seconds` is nil. Nil when it is none of them.
    private mutating func readOffset() -> (seconds: Int?, isComplete: Bool)? {
        if at == bytes.count { return (nil, false) }
        if take("Z") { return (0, true) }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        guard take(":") else { return (sign * hours * 3600, false) }
        guard let minutes = number(2), minutes < 60 else { return nil }
        return (sign * (hours * 3600 + minutes * 60), true)
    }

    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: mark) else { return false }
        at += 1
        return true
    }

    private mutating func digit() -> Int? {
        guard at < bytes.count, bytes[at] >= 0x30, bytes[at] <= 0x39 else { return nil }
        defer { at += 1 }
        return Int(bytes[at] - 0x30)
    }

    private mutating func number(_ digits: Int) -> Int? {
        var value = 0
        for _ in 0..<digits {
            guard let digit = digit() else { return nil }
            value = value * 10 + digit
        }
        return value
    }

    /// One digit or more; those beyond nanoseconds count for nothing.
    private mutating func fraction() -> Int32? {
        guard let first = digit() else { return nil }
        var value = Int32(first)
        var digits = 1
        while let next = digit() {
            if digits < 9 {
                value = value * 10 + Int32(next)
                digits += 1
            }
        }
        while digits < 9 {
            value *= 10
            digits += 1
        }
        return value
    }
}
