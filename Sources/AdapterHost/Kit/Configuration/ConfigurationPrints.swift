import AdapterAPI

/// What a configuration said when it was read, so that two readings can be compared: hashes, since a text may hold secrets.
/// Order, comments and line numbers make no difference.
struct ConfigurationPrints: Equatable {
    /// A press file.
    struct Press: Equatable {
        var id: String
        var print: ContentHash
    }

    /// Of host.yaml, by top-level key; and the environment's file, by its name.
    var options: [String: ContentHash] = [:]
    /// In the order of the configuration.
    var presses: [Press] = []

    /// The top-level options of a file's root.
    static func options(of root: ConfigurationNode) -> [String: ContentHash] {
        guard case .mapping(let entries) = root.content else { return [:] }
        return entries.reduce(into: [:]) { $0[$1.key] = of($1.value) }
    }

    /// A value without its place.
    static func of(_ node: ConfigurationNode) -> ContentHash {
        switch node.content {
        case .scalar(let text, let isQuoted): ContentHash(of: (isQuoted ? "q" : "s") + text)
        case .list(let items):
            items.reduce(ContentHash(of: "list")) { $0.mixed(with: of($1)) }
        case .mapping(let entries):
            entries.sorted { $0.key < $1.key }.reduce(ContentHash(of: "mapping")) {
                $0.mixed(with: ContentHash(of: $1.key)).mixed(with: of($1.value))
            }
        }
    }
}
