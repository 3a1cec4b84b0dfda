/// Reads the options of one mapping of a configuration file.
///
/// Every read names its key, its default and what it is for; faults are gathered in the report and the read returns a
/// harmless stand-in, so that all faults are found at once. Keys that nothing has read are faults too (``finish()``).
///
///     init(_ configuration: inout ConfigurationReader) throws {
///         folder = configuration.path("folder", neededBy: .run, help: "the folder that the press writes to")
///         interval = configuration.duration("interval", default: .seconds(5), help: "time between two looks")
///     }
public struct ConfigurationReader {
    public let purpose: ConfigurationPurpose
    public let report: ConfigurationReport
    /// The place of the mapping itself.
    public let mark: ConfigurationNode.Mark
    /// The folder that relative paths start from: that of the file.
    public let folder: String
    let entries: [ConfigurationNode.Entry]
    let prefix: String
    private var known: [String] = []

    /// A reader over a mapping; anything else is a fault and reads as an empty one.
    public init(
        _ node: ConfigurationNode, folder: String, purpose: ConfigurationPurpose, report: ConfigurationReport,
        prefix: String = ""
    ) {
        self.purpose = purpose
        self.report = report
        self.folder = folder
        self.prefix = prefix
        mark = node.mark
        switch node.content {
        case .mapping(let entries): self.entries = entries
        case .scalar("", isQuoted: false): entries = []
        default:
            entries = []
            report.add(
                ConfigurationFault(mark: node.mark, message: "expected a mapping (key: value), found \(node.kindName)"))
        }
    }

    /// A reader that finds nothing and lists the options that are asked for.
    public static func describing(_ report: ConfigurationReport) -> ConfigurationReader {
        let mark = ConfigurationNode.Mark(file: "", line: 1, column: 1)
        return ConfigurationReader(
            ConfigurationNode(.mapping([]), mark: mark), folder: "", purpose: .describe, report: report)
    }

    /// The keys that stand there, in the file's order.
    public var keys: [String] { entries.map(\.key) }

    /// Whether a key stands there.
    public func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    /// Whether a key's value is a plain text and no mapping or list: for options that may be either.
    public func isText(_ key: String) -> Bool {
        text(ofKey: key) != nil
    }

    /// A key's text as it stands, without declaring an option: for checks across files.
    public func text(ofKey key: String) -> String? {
        guard case .scalar(let text, _) = entries.first(where: { $0.key == key })?.value.content else { return nil }
        return text
    }

    /// The place of a key's value, or the mapping's when it is absent.
    public func mark(of key: String) -> ConfigurationNode.Mark {
        entries.first { $0.key == key }?.value.mark ?? mark
    }

    /// Notes a fault at a key's value.
    public func fault(at key: String, _ message: String) {
        guard purpose != .describe else { return }
        report.add(ConfigurationFault(mark: mark(of: key), message: message))
    }

    /// Declares an option and returns its value's node if it stands there; a missing required one is a fault.
    mutating func node(
        _ key: String, _ form: ConfigurationForm, fallback: String?, neededBy: ConfigurationPurpose?, help: String
    ) -> ConfigurationNode? {
        known.append(key)
        report.add(
            ConfigurationOption(
                path: prefix + key, forms: [form], fallback: fallback, isRequired: neededBy != nil, help: help))
        if let entry = entries.first(where: { $0.key == key }) { return entry.value }
        if neededBy == .run, purpose == .run { missing(key, help) }
        if neededBy == .convert, purpose != .describe { missing(key, help) }
        return nil
    }

    private func missing(_ key: String, _ help: String) {
        report.add(ConfigurationFault(mark: mark, message: "\"\(prefix)\(key)\" is missing: \(help)"))
    }

    /// Makes every key that was not read a fault, with the nearest one that was.
    public func finish() {
        guard purpose != .describe else { return }
        for entry in entries where !known.contains(entry.key) {
            report.add(
                ConfigurationFault(
                    mark: entry.keyMark,
                    message: "unknown key \"\(entry.key)\"" + Suggestion.phrase(for: entry.key, among: known)))
        }
    }
}
