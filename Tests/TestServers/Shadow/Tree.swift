import Foundation

/// JSON for the tests' own shadow service, apart from the code under test.
public enum Tree: Codable, Equatable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Tree])
    case object([String: Tree])

    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let items = try? value.decode([Tree].self) {
            self = .array(items)
        } else {
            self = .object(try value.decode([String: Tree].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .bool(let bool): try value.encode(bool)
        case .number(let number):
            if let whole = Int(exactly: number) { try value.encode(whole) } else { try value.encode(number) }
        case .string(let string): try value.encode(string)
        case .array(let items): try value.encode(items)
        case .object(let members): try value.encode(members)
        }
    }

    public init?(_ bytes: [UInt8]) {
        guard let tree = try? JSONDecoder().decode(Tree.self, from: Data(bytes)) else { return nil }
        self = tree
    }

    public var bytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array((try? encoder.encode(self)) ?? Data())
    }

    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public subscript(_ key: String) -> Tree? {
        if case .object(let members) = self { return members[key] }
        return nil
    }

    public var object: [String: Tree]? {
        if case .object(let members) = self { return members }
        return nil
    }

    public var integer: Int? {
        if case .number(let number) = self { return Int(exactly: number) }
        return nil
    }
}

extension Tree: ExpressibleByBooleanLiteral, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .number(Double(value)) }
    public init(arrayLiteral elements: Tree...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, Tree)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
    public init(nilLiteral: ()) { self = .null }
}
