import AdapterAPI

/// A pattern for file names, in any case. The usual ones, `*` and `*.xml`, cost next to nothing.
struct NamePattern: Sendable {
    private enum Form: Sendable {
        case all
        /// In lower case, ASCII.
        case ending([UInt8])
        case glob(Glob)
    }

    private let form: Form
    /// Whether it is about the path within the folder and not the last name alone.
    private let isPath: Bool

    init(_ text: String) {
        isPath = text.contains("/")
        let rest = text.drop { $0 == "*" }
        if !isPath, text.hasPrefix("*"), rest.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x2a && $0 != 0x3f }) {
            form = rest.isEmpty ? .all : .ending(rest.utf8.map(FileName.lowercase))
        } else {
            form = .glob(Glob(text, ignoringCase: true))
        }
    }

    /// Whether it matches every name.
    var matchesAll: Bool { if case .all = form { true } else { false } }

    func matches(_ name: FileName) -> Bool {
        switch form {
        case .all: true
        case .ending(let ending):
            name.base.count >= ending.count
                && zip(name.base.suffix(ending.count), ending).allSatisfy { FileName.lowercase($0) == $1 }
        case .glob(let glob):
            glob.matches(isPath ? name.description : String(decoding: name.base, as: UTF8.self))
        }
    }
}
