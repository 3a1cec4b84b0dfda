import AdapterAPI

/// The JSON Schema (draft 2020-12) of configuration files, from the reads themselves: what editors complete and check by.
///
/// The reader has the last word. The schema takes what every YAML editor can tell: names, kinds, bounds, units. Any text
/// may hold `${NAME}`, a reference to the environment, where a number is expected too.
enum ConfigurationSchema {
    static let dialect = "https://json-schema.org/draft/2020-12/schema"

    /// The schema of `host.yaml`.
    static func host() -> JSONTree {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        _ = HostConfiguration(&reader, environmentName: nil, environment: [:])
        let exclusive = ["platform", "broker"].map { JSONTree.object([("required", .array([.string($0)]))]) }
        let members = mapping(OptionTree(report.options), isTop: true)
        return document("adapter-host: host.yaml", members + [("oneOf", .array(exclusive))])
    }

    /// The schema of a press file: one form for each adapter, told apart by `adapter:`.
    /// - Throws: what an adapter's `init` throws.
    static func press(_ kinds: AdapterKinds) throws -> JSONTree {
        let forms = try kinds.types.map { type in
            JSONTree.object(
                mapping(
                    OptionTree(try PressConfiguration.options(of: type, kinds: kinds)), isTop: true, kind: type.kind))
        }
        return document("adapter-host: a press file", [("type", .string("object")), ("oneOf", .array(forms))])
    }

    private static func document(_ title: String, _ members: [(String, JSONTree)]) -> JSONTree {
        .object([("$schema", .string(dialect)), ("title", .string(title))] + members)
    }

    /// - Parameters:
    ///   - isTop: whether it is the file's root; a mapping inside it may be left empty.
    ///   - kind: what `adapter` must say.
    private static func mapping(_ tree: OptionTree, isTop: Bool = false, kind: String? = nil) -> [(String, JSONTree)] {
        let types = isTop ? ["object"] : ["object", "null"]
        var members: [(String, JSONTree)] = [("type", .array(types.map { .string($0) }))]
        if let any = tree.anyChild { return members + [("additionalProperties", .object(mapping(any)))] }
        let properties = tree.children.map { child in
            if child.key == "adapter", let kind { return (child.key, JSONTree.object([("const", .string(kind))])) }
            return (child.key, schema(of: child.tree))
        }
        members.append(("properties", .object(properties)))
        let required = tree.children.filter { $0.tree.option?.isRequired ?? false }.map { JSONTree.string($0.key) }
        if !required.isEmpty { members.append(("required", .array(required))) }
        return members + [("additionalProperties", .boolean(false))]
    }

    private static func schema(of tree: OptionTree) -> JSONTree {
        guard let option = tree.option else { return .object(mapping(tree)) }
        var members: [(String, JSONTree)] = [("description", .string(option.help))]
        if let fallback = option.fallback, !option.forms.contains(.mapping), let value = value(fallback, option) {
            members.append(("default", value))
        }
        let forms = option.forms.map { ValueSchema.members(of: $0) ?? mapping(tree) }
        if forms.count == 1 { return .object(members + forms[0]) }
        return .object(members + [("anyOf", .array(forms.map { .object($0) }))])
    }

    /// A default as the file would hold it; nil where it is only described.
    private static func value(_ text: String, _ option: ConfigurationOption) -> JSONTree? {
        switch option.forms[0] {
        case .boolean: .boolean(text == "true")
        case .integer: Int(text).map { .integer($0) }
        case .number: Double(text).map { .number($0) }
        case .texts:
            .array(text.dropFirst().dropLast().split(separator: ", ").map { .string(String($0)) })
        case .table: .object([])
        case .timeZone: nil
        default: .string(text)
        }
    }
}
