import AdapterAPI

/// A strict reader of times in one given form.
///
/// `yyyy`, `MM`, `dd`, `HH`, `mm`, `ss` are numbers of exactly that many digits, `M`, `d`, `H` of one or two, `yy` the years
/// 2000 to 2099, `S` to `SSSSSSSSS` a fraction of a second, `XXX` an offset (`Z` or `+01:00`); `hh` and `h` go with `a` (AM
/// or PM, in any case). `TT`, `JJJJ` are days and years too, and in a form that uses them `hh` is an hour of the day. Text
/// in single quotes and every other character stand for themselves.
struct TimePattern: Sendable {
    struct Fault: Error {
        let reason: String
    }

    private enum Part: Equatable {
        case field(Field, digits: ClosedRange<Int>)
        case offset
        case half
        case byte(UInt8)
    }

    private enum Field: Hashable {
        case year, shortYear, month, day, hour, hourOfHalf, minute, second, fraction
    }

    /// As it was written.
    let format: String
    private var parts: [Part] = []

    /// The form without a pattern, as an example.
    static let iso = "2026-03-29T14:05:00"

    init(_ format: String) throws(Fault) {
        self.format = format
        let isGerman = Self.isGerman(format)
        var rest = Array(format)[...]
        while let first = rest.first {
            let run = rest.prefix { $0 == first }
            if first == "'" {
                parts += try Self.quoted(&rest).map { .byte($0) }
            } else if first.isASCII, first.isLetter {
                parts.append(try Self.part(String(run), isGerman: isGerman))
                rest = rest.dropFirst(run.count)
            } else {
                parts += String(run).utf8.map { .byte($0) }
                rest = rest.dropFirst(run.count)
            }
        }
        try check()
    }

    /// Whether it names days and years as a German spreadsheet does. The T of `yyyy-MM-dd'T'HH` stands in quotes.
    private static func isGerman(_ format: String) -> Bool {
        let unquoted = format.split(separator: "'", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 0 }.map(\.element).joined()
        return unquoted.contains("J") || unquoted.contains("TT")
    }

    private static func quoted(_ rest: inout ArraySlice<Character>) throws(Fault) -> [UInt8] {
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "'") else { throw Fault(reason: "a single quote is not closed") }
        let text = String(rest[..<end])
        rest = rest[(end + 1)...]
        return Array((text.isEmpty ? "'" : text).utf8)
    }

    private static func part(_ letters: String, isGerman: Bool) throws(Fault) -> Part {
        switch letters {
        case "yyyy": return .field(.year, digits: 4...4)
        case "yy": return .field(.shortYear, digits: 2...2)
        case "MM": return .field(.month, digits: 2...2)
        case "M": return .field(.month, digits: 1...2)
        case "dd": return .field(.day, digits: 2...2)
        case "d": return .field(.day, digits: 1...2)
        case "HH": return .field(.hour, digits: 2...2)
        case "H": return .field(.hour, digits: 1...2)
        case "hh": return .field(isGerman ? .hour : .hourOfHalf, digits: 2...2)
        case "h": return .field(isGerman ? .hour : .hourOfHalf, digits: 1...2)
        case "mm": return .field(.minute, digits: 2...2)
        case "ss": return .field(.second, digits: 2...2)
        case "a": return .half
        case "XXX": return .offset
        case "JJJJ" where isGerman: return .field(.year, digits: 4...4)
        case "JJ" where isGerman: return .field(.shortYear, digits: 2...2)
        case "TT" where isGerman: return .field(.day, digits: 2...2)
        case "T" where isGerman: return .field(.day, digits: 1...2)
        case _ where letters.count <= 9 && letters.allSatisfy { $0 == "S" }:
            return .field(.fraction, digits: letters.count...letters.count)
        default:
            throw Fault(
                reason: "\"\(letters)\" is not one of yyyy, yy, MM, M, dd, d, HH, H, hh, h, mm, ss, S…, a and XXX; "
                    + "put text in single quotes")
        }
    }

    private func check() throws(Fault) {
        let groups: [(name: String, letters: String, fields: [Field], isNeeded: Bool)] = [
            ("year", "yyyy", [.year, .shortYear], true), ("month", "MM", [.month], true), ("day", "dd", [.day], true),
            ("hour", "HH", [.hour, .hourOfHalf], false), ("minute", "mm", [.minute], false),
            ("second", "ss", [.second], false), ("fraction", "S", [.fraction], false),
        ]
        for group in groups {
            let times = group.fields.map { count(of: $0) }.reduce(0, +)
            if times == 0, group.isNeeded { throw Fault(reason: "it has no \(group.letters)") }
            if times > 1 { throw Fault(reason: "the \(group.name) stands there twice") }
        }
        let halves = parts.count { $0 == .half }
        if halves != count(of: .hourOfHalf) {
            throw Fault(
                reason: halves == 0 ? "hh needs a (AM or PM); hours of a day are HH" : "a goes once, with hh or h")
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
                guard let value = Digits.read(text, &at, digits) else { return nil }
                values.set(field, value, digits: digits.upperBound)
            case .offset:
                guard let offset = Self.offset(text, &at) else { return nil }
                values.offset = offset
            case .half:
                guard at + 2 <= text.count, text[at + 1] | 0x20 == UInt8(ascii: "m") else { return nil }
                let letter = text[at] | 0x20
                guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p") else { return nil }
                values.half = letter == UInt8(ascii: "p") ? 12 : 0
                at += 2
            }
        }
        return at == text.count ? values.timestamp(zone) : nil
    }

    private static func offset(_ text: UnsafeRawBufferPointer, _ at: inout Int) -> Int? {
        guard at < text.count else { return nil }
        let sign = text[at]
        at += 1
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), let hours = Digits.read(text, &at, 2...2),
            hours < 24, at < text.count, text[at] == UInt8(ascii: ":")
        else { return nil }
        at += 1
        guard let minutes = Digits.read(text, &at, 2...2), minutes < 60 else { return nil }
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
        /// Hours that are added to one of half a day; nil when the hour is one of the day.
        var half: Int?

        mutating func set(_ field: Field, _ value: Int, digits: Int) {
            switch field {
            case .year: year = value
            case .shortYear: year = 2000 + value
            case .month: month = value
            case .day: day = value
            case .hour, .hourOfHalf: hour = value
            case .minute: minute = value
            case .second: second = value
            case .fraction:
                nanoseconds = value
                for _ in digits..<9 { nanoseconds *= 10 }
            }
        }

        func timestamp(_ zone: ZoneRules) -> Timestamp? {
            if half != nil, !(1...12).contains(hour) { return nil }
            let hour = half.map { self.hour % 12 + $0 } ?? self.hour
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
