/// A value of a configuration file with the place where it stands. The host makes these from YAML.
public struct ConfigurationNode: Sendable {
    /// A place in a file; line and column count from 1.
    public struct Mark: Sendable, Equatable, CustomStringConvertible {
        public var file: String
        public var line: Int
        public var column: Int

        public init(file: String, line: Int, column: Int) {
            self.file = file
            self.line = line
            self.column = column
        }

        /// `file:line:column`.
        public var description: String { "\(file):\(line):\(column)" }
    }

    /// One `key: value` of a mapping.
    public struct Entry: Sendable {
        public var key: String
        public var keyMark: Mark
        public var value: ConfigurationNode

        public init(key: String, keyMark: Mark, value: ConfigurationNode) {
            self.key = key
            self.keyMark = keyMark
            self.value = value
        }
    }

    public enum Content: Sendable {
        /// A text as it stands, references already put in; `isQuoted` if it stood in quotes.
        case scalar(String, isQuoted: Bool)
        case list([ConfigurationNode])
        /// Entries in the file's order, each key once.
        case mapping([Entry])
    }

    public var content: Content
    public var mark: Mark

    public init(_ content: Content, mark: Mark) {
        self.content = content
        self.mark = mark
    }

    /// What it is, for messages.
    public var kindName: String {
        switch content {
        case .scalar(let text, let isQuoted): text.isEmpty && !isQuoted ? "nothing" : "\"\(text)\""
        case .list: "a list"
        case .mapping: "a mapping"
        }
    }
}
