/// What an option's value may be. Messages, option tables, samples and the JSON Schema all follow from it.
public enum ConfigurationForm: Sendable, Equatable, CustomStringConvertible {
    case text
    case textNotEmpty
    /// A text that no message shows.
    case secret
    case path
    case boolean
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case duration
    /// Bytes.
    case size
    /// Times a second.
    case rate
    /// Bytes a second.
    case byteRate
    case choice([String])
    case timeZone
    /// A list of texts, or one text.
    case texts
    /// A mapping with options of its own.
    case mapping
    /// A mapping whose keys the user chooses, each with a mapping.
    case table

    /// As messages and tables say it.
    public var description: String {
        switch self {
        case .text: "text"
        case .textNotEmpty: "text that is not empty"
        case .secret: "secret"
        case .path: "path"
        case .boolean: "true or false"
        case .integer(let range): "whole number from \(range.lowerBound) to \(range.upperBound)"
        case .number(let range): "number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        case .duration: "duration such as 500ms, 30s, 5min, 2h, 30d"
        case .size: "size such as 64KiB, 4GiB"
        case .rate: "rate such as 90/s or 10/min, or unlimited"
        case .byteRate: "byte rate such as 380KiB/s, or unlimited"
        case .choice(let names): "one of " + names.joined(separator: ", ")
        case .timeZone: "IANA time zone such as Europe/Berlin"
        case .texts: "list of texts"
        case .mapping: "mapping"
        case .table: "mapping of mappings"
        }
    }

    /// The units that a value is written with; nil when it has none.
    public var unit: String? {
        switch self {
        case .duration: "ms, s, min, h, d"
        case .size: "B, kB, MB, GB, TB, KiB, MiB, GiB, TiB"
        case .rate: "/s, /min, /h"
        case .byteRate: "a size /s, /min, /h"
        default: nil
        }
    }

    /// A number as configuration files write it.
    static func text(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : String(number)
    }
}
