import AdapterAPI

/// A JSON value that is written for people too: indented, members in their order.
indirect enum JSONTree {
    case members([Member])
    case array([JSONTree])
    case string(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)

    struct Member {
        let name: String
        let value: JSONTree
    }

    /// An object with members in this order.
    static func object(_ members: [(String, JSONTree)]) -> JSONTree {
        .members(members.map { Member(name: $0, value: $1) })
    }

    /// With a line feed at its end.
    var text: String { text(indent: "") + "\n" }

    private func text(indent: String) -> String {
        let inner = indent + "  "
        switch self {
        case .members(let members) where !members.isEmpty:
            let lines = members.map { "\(inner)\(Self.quoted($0.name)): \($0.value.text(indent: inner))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
        case .array(let items) where items.contains(where: \.isContainer):
            return "[\n" + items.map { inner + $0.text(indent: inner) }.joined(separator: ",\n") + "\n\(indent)]"
        case .array(let items): return "[" + items.map { $0.text(indent: inner) }.joined(separator: ", ") + "]"
        case .members: return "{}"
        case .string(let text): return Self.quoted(text)
        case .integer(let value): return Self.written { $0.integer(value) }
        case .number(let value): return Self.written { $0.number(value) }
        case .boolean(let value): return Self.written { $0.boolean(value) }
        }
    }

    private var isContainer: Bool {
        switch self {
        case .members, .array: true
        default: false
        }
    }

    private static func quoted(_ text: String) -> String { written { $0.string(text) } }

    private static func written(_ write: (inout PayloadWriter) -> Void) -> String {
        var writer = PayloadWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
