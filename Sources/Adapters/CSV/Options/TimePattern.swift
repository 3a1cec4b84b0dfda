import AdapterAPI

/// A strict reader of times in one given form.
///
/// `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss` are numbers of exactly that many digits, `M`, `d`, `H` of one or two, `S` to
/// `SSSSSSSSS` a fraction of a second, `XXX` an offset (`Z` or `+01:00`); text in single quotes and every other
/// character stand for themselves.
struct TimePattern: Sendable {
    struct Fault: Error {
        let reason: String
    }

    private enum Part: Equatable {
        case field(Field, digits: ClosedRange<Int>)
        case offset
        case byte(UInt8)
    }

    private enum Field: Hashable {
        case year, month, day, hour, minute, second, fraction
    }

    private var parts: [Part] = []

    init(_ format: String) throws(Fault) {
        var rest = Array(format)[...]
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            if first == "'" {
                parts += try Self.quoted(&rest).map { .byte($0) }
            } else if first.isASCII, first.isLetter {
                parts.append(try Self.field(String(run)))
                rest = rest.dropFirst(run.count)
            } else {
                parts += String(run).utf8.map { .byte($0) }
                rest = rest.dropFirst(run.count)
            }
        }
        try check()
    }

    private static func quoted(_ rest: inout ArraySlice<Character>) throws(Fault) -> [UInt8] {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else { throw Fault(reason: "a single quote is not closed") }
        let text = String(rest[..<end])
        rest = rest[(end + 1)...]
        return Array((text.isEmpty ? "'" : text).utf8)
    }

    private static func field(_ letters: String) throws(Fault) -> Part {
        switch letters {
        case "yyyy": return .field(.year, digits: 4...4)
        case "MM": return .field(.month, digits: 2...2)
        case "M": return .field(.month, digits: 1...2)
        case "dd": return .field(.day, digits: 2...2)
        case "d": return .field(.day, digits: 1...2)
        case "HH": return .field(.hour, digits: 2...2)
        case "H": return .field(.hour, digits: 1...2)
        case "mm": return .field(.minute, digits: 2...2)
        case "ss": return .field(.second, digits: 2...2)
        case "XXX": return .offset
        case _ where letters.count <= 9 && letters.allSatisfy { $0 == "S" }:
            return .field(.fraction, digits: letters.count...letters.count)
        default:
            throw Fault(
                reason: "\"\(letters)\" is not one of yyyy, MM, M, dd, d, HH, H, mm, ss, S… and XXX; "
                    + "put text in single quotes")
        }
    }

    private func check() throws(Fault) {
        for (field, letters) in [(Field.year, "yyyy"), (.month, "MM"), (.day, "dd")] where count(of: field) == 0 {
            throw Fault(reason: "it has no \(letters)")
        }
        for field in [Field.year, .month, .day, .hour, .minute, .second, .fraction] where count(of: field) > 1 {
            throw Fault(reason: "the \(field) stands there twice")
        }
    }

    private func count(of field: Field) -> Int {
        parts.count { if case .field(field, _) = $0 { true } else { false } }
    }

    /// The time that `text` says, or nil when it is not written in this form or does not exist.
    func read(_ text: UnsafeRawBufferPointer, zone: ZoneRules) -> Timestamp? {
        var at = 0
        var values = Values()
        for part in parts {
            switch part {
            case .byte(let byte):
                guard at < text.count, text[at] == byte else { return nil }
                at += 1
            case .field(let field, let digits):
                guard let value = Self.number(text, &at, digits) else { return nil }
                values.set(field, value, digits: digits.upperBound)
            case .offset:
                guard let offset = Self.offset(text, &at) else { return nil }
                values.offset = offset
            }
        }
        return at == text.count ? values.timestamp(zone) : nil
    }

    private static func number(_ text: UnsafeRawBufferPointer, _ at: inout Int, _ digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var found = 0
        while found < digits.upperBound, at < text.count, text[at] >= 0x30, text[at] <= 0x39 {
            value = value * 10 + Int(text[at] - 0x30)
            at += 1
            found += 1
        }
        return digits.contains(found) ? value : nil
    }

    private static func offset(_ text: UnsafeRawBufferPointer, _ at: inout Int) -> Int? {
        guard at < text.count else { return nil }
        let sign = text[at]
        at += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = number(text, &at, 2...2), hours < 24,
            at < text.count, text[at] == UInt8(ascii: ":")
        else { return nil }
        at += 1
        guard let minutes = number(text, &at, 2...2), minutes < 60 else { return nil }
        return (sign == UInt8(ascii: "-") ? -60 : 60) * (hours * 60 + minutes)
    }

    private struct Values {
        var year = 0
        var month = 0
        var day = 0
        var hour = 0
        var minute = 0
        var second = 0
        var nanoseconds = 0
        var offset: Int?

        mutating func set(_ field: Field, _ value: Int, digits: Int) {
            switch field {
            case .year: year = value
            case .month: month = value
            case .day: day = value
            case .hour: hour = value
            case .minute: minute = value
            case .second: second = value
            case .fraction:
                nanoseconds = value
                for _ in digits..<9 { nanoseconds *= 10 }
            }
        }

        func timestamp(_ zone: ZoneRules) -> Timestamp? {
            guard hour < 24, minute < 60, second < 60, let date = CivilDate(year: year, month: month, day: day) else {
                return nil
            }
            let local = Int64(date.daysSince1970) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
            let offset = offset ?? zone.offset(atLocalSeconds: local)
            return Timestamp(
                secondsSince1970: local - Int64(offset), nanoseconds: Int32(nanoseconds), offset: offset)
        }
    }
}
