import AdapterAPI

/// A type with how its values are written in the file.
enum ValueForm: Sendable {
    case string
    case integer(NumberFormat)
    case number(NumberFormat)
    case boolean(TruthWords)
    /// nil for the ISO form.
    case time(TimePattern?)
    case duration(DurationPattern)

    /// What a value must look like, for messages.
    var words: String {
        switch self {
        case .string: "a text"
        case .integer(let numbers): "a whole number such as \(numbers.example(hasFraction: false))"
        case .number(let numbers): "a number such as \(numbers.example(hasFraction: true))"
        case .boolean(let words): "one of \((words.yes + words.no).joined(separator: ", "))"
        case .time(let pattern): "a time that exists, written \(pattern?.format ?? TimePattern.iso)"
        case .duration(let pattern): "a span of time, written \(pattern.format)"
        }
    }
}

extension ValueForm {
    var isText: Bool { if case .string = self { true } else { false } }

    /// Writes a value as JSON.
    /// - Parameter target: with room for ``longest`` bytes.
    /// - Returns: The number of bytes; nil when the text is no such value, and always for a string.
    func write(_ text: UnsafeRawBufferPointer, zone: ZoneRules, to target: UnsafeMutableRawPointer) -> Int? {
        switch self {
        case .string: return nil
        case .integer(let numbers): return numbers.write(text, isInteger: true, to: target)
        case .number(let numbers): return numbers.write(text, isInteger: false, to: target)
        case .duration(let pattern): return pattern.write(text, to: target)
        case .boolean(let words):
            guard let value = words.read(text) else { return nil }
            let json: StaticString = value ? "true" : "false"
            target.copyMemory(from: json.utf8Start, byteCount: json.utf8CodeUnitCount)
            return json.utf8CodeUnitCount
        case .time(let pattern):
            guard let time = pattern.map({ $0.read(text, zone: zone) }) ?? Timestamp(text, zone: zone) else {
                return nil
            }
            target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            let length = time.write(to: target + 1)
            target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: length + 1, as: UInt8.self)
            return length + 2
        }
    }

    /// Bytes of such a value as JSON at most, strings left out.
    static let longest = 64
}
