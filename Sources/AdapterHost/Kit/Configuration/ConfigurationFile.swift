import AdapterAPI
import Foundation
import Yams

/// Reads a YAML file into nodes with their places. All faults go into the report; nothing is thrown.
struct ConfigurationFile {
    let path: String
    private let report: ConfigurationReport
    private let references: EnvironmentReferences

    init(path: String, environment: [String: String], report: ConfigurationReport) {
        self.path = path
        self.report = report
        references = EnvironmentReferences(environment: environment)
    }

    /// The folder that relative paths in the file start from.
    var folder: String {
        let folder = (path as NSString).deletingLastPathComponent
        return folder.isEmpty ? "." : folder
    }

    /// The file's root, or nil when it cannot be read as YAML at all.
    func root() -> ConfigurationNode? {
        guard let data = FileManager.default.contents(atPath: path) else {
            fault(1, 1, FileManager.default.fileExists(atPath: path) ? "cannot be read" : "no such file")
            return nil
        }
        guard let text = String(data: data, encoding: .utf8) else {
            fault(1, 1, "the file is not UTF-8 text")
            return nil
        }
        guard let node = compose(text) else { return nil }
        var seen = Set<String>()
        return convert(node, &seen)
    }

    /// Composes the text. A key that stands twice ends the composing, so it is renamed and the rest composed again: that
    /// way every one is found.
    private func compose(_ text: String) -> Node? {
        var text = text
        for _ in 0..<Self.mostDuplicates {
            do {
                // What a scalar means is for its reader to say; resolving it would load tables for regular expressions.
                return try Yams.compose(yaml: text, .basic) ?? Node("")
            } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
                let key = keys.first ?? ""
                fault(
                    context.mark.line, context.mark.column,
                    "\"\(key)\" stands more than once in the same mapping: remove one")
                guard let renamed = rename(key, at: context.mark, in: text) else { return nil }
                text = renamed
            } catch let error as YamlError {
                take(error)
                return nil
            } catch {
                fault(1, 1, "cannot be read as YAML")
                return nil
            }
        }
        return nil
    }
    private static let mostDuplicates = 20

    /// The text with the key at a place replaced by one of the same length that cannot stand there otherwise.
    private func rename(_ key: String, at mark: Yams.Mark, in text: String) -> String? {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        var scalars = Array(lines[mark.line - 1].unicodeScalars)
        let length = key.unicodeScalars.count
        guard scalars.indices.contains(mark.column - 1) else { return nil }
        let isQuoted = scalars[mark.column - 1] == "\"" || scalars[mark.column - 1] == "'"
        let start = mark.column - 1 + (isQuoted ? 1 : 0)
        guard length > 0, start + length <= scalars.count else { return nil }
        for index in start..<start + length { scalars[index] = "\u{f8ff}" }
        // Several renamed keys of one length must differ from each other.
        scalars[start] = Unicode.Scalar(0xe000 + UInt32(mark.line % 0x1000)) ?? "\u{e000}"
        lines[mark.line - 1] = String(String.UnicodeScalarView(scalars))
        return lines.joined(separator: "\n")
    }

    private func take(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            fault(mark.line, mark.column, "not valid YAML: \(problem)")
        case .reader(let problem, _, _, _): fault(1, 1, "not valid YAML: \(problem)")
        default: fault(1, 1, "cannot be read as YAML")
        }
    }

    private func convert(_ node: Node, _ seen: inout Set<String>) -> ConfigurationNode {
        let mark = mark(of: node)
        switch node {
        case .scalar(let scalar):
            guard scalar.string.isEmpty || isFirst(node, "text", mark, &seen) else { break }
            let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            let (text, missing) = references.resolve(scalar.string)
            for name in missing {
                report.add(
                    ConfigurationFault(mark: mark, message: "the environment variable \(name) is not set"))
            }
            let isNull = !isQuoted && (text == "~" || text == "null")
            return ConfigurationNode(.scalar(isNull ? "" : text, isQuoted: isQuoted), mark: mark)
        case .sequence(let sequence):
            guard isFirst(node, "list", mark, &seen) else { break }
            return ConfigurationNode(.list(sequence.map { convert($0, &seen) }), mark: mark)
        case .mapping(let mapping):
            guard isFirst(node, "mapping", mark, &seen) else { break }
            return ConfigurationNode(.mapping(mapping.compactMap { entry($0.key, $0.value, &seen) }), mark: mark)
        case .alias: break
        }
        report.add(
            ConfigurationFault(mark: mark, message: "anchors and aliases (& and *) are not supported: write it out"))
        return ConfigurationNode(.scalar("", isQuoted: false), mark: mark)
    }

    private func entry(_ key: Node, _ value: Node, _ seen: inout Set<String>) -> ConfigurationNode.Entry? {
        guard case .scalar(let scalar) = key else {
            report.add(ConfigurationFault(mark: mark(of: key), message: "a key must be a text"))
            return nil
        }
        // One that was renamed because it stands twice has been reported.
        if let first = scalar.string.unicodeScalars.first, ("\u{e000}"..."\u{f8ff}").contains(first) { return nil }
        return ConfigurationNode.Entry(
            key: scalar.string, keyMark: mark(of: key), value: convert(value, &seen))
    }

    /// An alias comes as a copy of what it stands for, with the same place: a place seen twice is one.
    private func isFirst(
        _ node: Node, _ kind: String, _ mark: ConfigurationNode.Mark, _ seen: inout Set<String>
    ) -> Bool {
        seen.insert("\(kind) \(mark.line):\(mark.column)").inserted
    }

    private func mark(of node: Node) -> ConfigurationNode.Mark {
        ConfigurationNode.Mark(file: path, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
    }

    private func fault(_ line: Int, _ column: Int, _ message: String) {
        report.add(
            ConfigurationFault(
                mark: ConfigurationNode.Mark(file: path, line: line, column: column), message: message))
    }
}
