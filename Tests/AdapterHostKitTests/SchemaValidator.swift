import Foundation

/// Checks values against a JSON Schema (draft 2020-12), as far as our schemas use it; an unknown keyword is a fault.
struct SchemaValidator {
    private let schema: [String: Any]

    init(_ schema: [String: Any]) {
        self.schema = schema
    }

    /// What is wrong, each with its path; none when the value is valid.
    func faults(of value: Any, at path: String = "/") -> [String] {
        schema.keys.sorted().flatMap { keyword in
            faults(of: value, keyword, schema[keyword] ?? "", path)
        }
    }

    private func faults(of value: Any, _ keyword: String, _ rule: Any, _ path: String) -> [String] {
        func fault(_ holds: Bool, _ words: String) -> [String] { holds ? [] : ["\(path): \(words)"] }
        switch keyword {
        case "$schema", "title", "description", "default": return []
        case "type":
            let names = rule as? [String] ?? [rule as? String ?? ""]
            return fault(names.contains { Self.is(value, $0) }, "is no \(names.joined(separator: ", "))")
        case "enum", "const":
            let values = rule as? [Any] ?? [rule]
            return fault(values.contains { Self.areEqual($0, value) }, "\(value) is none of \(values)")
        case "pattern":
            guard let text = value as? String, let pattern = rule as? String else { return [] }
            return fault(text.range(of: pattern, options: .regularExpression) != nil, "\(text) does not match")
        case "minLength":
            guard let text = value as? String, let least = rule as? Int else { return [] }
            return fault(text.count >= least, "is too short")
        case "minimum", "maximum":
            guard let number = Self.number(value), let bound = Self.number(rule) else { return [] }
            return keyword == "minimum"
                ? fault(number >= bound, "\(value) is below \(rule)")
                : fault(number <= bound, "\(value) is above \(rule)")
        case "anyOf", "oneOf":
            let schemas = (rule as? [[String: Any]] ?? []).map(SchemaValidator.init)
            let count = schemas.count { $0.faults(of: value, at: path).isEmpty }
            return fault(keyword == "anyOf" ? count > 0 : count == 1, "\(count) forms fit")
        case "items":
            let items = value as? [Any] ?? []
            return items.enumerated().flatMap { index, item in
                SchemaValidator(rule as? [String: Any] ?? [:]).faults(of: item, at: "\(path)\(index)/")
            }
        case "required":
            guard let object = value as? [String: Any] else { return [] }
            return (rule as? [String] ?? []).filter { object[$0] == nil }.map { "\(path): \($0) is missing" }
        case "properties", "additionalProperties": return memberFaults(of: value, keyword, rule, path)
        default: return ["\(path): the validator does not know \(keyword)"]
        }
    }

    private func memberFaults(of value: Any, _ keyword: String, _ rule: Any, _ path: String) -> [String] {
        guard let object = value as? [String: Any] else { return [] }
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        return object.keys.sorted().flatMap { key -> [String] in
            let member = object[key] ?? NSNull()
            if let property = properties[key] {
                return keyword == "properties" ? SchemaValidator(property).faults(of: member, at: "\(path)\(key)/") : []
            }
            guard keyword == "additionalProperties" else { return [] }
            if let others = rule as? [String: Any] {
                return SchemaValidator(others).faults(of: member, at: "\(path)\(key)/")
            }
            return ["\(path): there is no \(key)"]
        }
    }

    private static func `is`(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": isBoolean(value)
        case "integer": number(value).map { $0 == $0.rounded() } ?? false
        case "number": number(value) != nil
        default: false
        }
    }

    /// JSON's numbers and truth values are both `NSNumber`.
    private static func isBoolean(_ value: Any) -> Bool {
        if let number = value as? NSNumber { return CFTypeName.isBoolean(number) }
        return value is Bool
    }

    private static func number(_ value: Any) -> Double? {
        if isBoolean(value) { return nil }
        if let value = value as? Int { return Double(value) }
        return value as? Double ?? (value as? NSNumber)?.doubleValue
    }

    private static func areEqual(_ a: Any, _ b: Any) -> Bool {
        if let a = a as? String, let b = b as? String { return a == b }
        guard isBoolean(a) == isBoolean(b) else { return false }
        if isBoolean(a) { return (a as? Bool) == (b as? Bool) }
        if let a = number(a), let b = number(b) { return a == b }
        return false
    }

    private enum CFTypeName {
        static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
    }
}
