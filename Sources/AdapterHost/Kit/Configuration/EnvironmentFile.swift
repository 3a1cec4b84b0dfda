import AdapterAPI
import Foundation

/// One of the platform's environments: a file `env.{name}` of `key=value` lines. A process variable of the same name in
/// capitals wins.
struct EnvironmentFile {
    /// The environment's name in topics: `dev`, `stg`, `prd`.
    private(set) var stage: String

    private static let keys = ["stage", "base_url", "api_key", "api_version"]

    /// Reads the file; faults go into the report. The values themselves never appear in a message.
    init(path: String, environment: [String: String], report: ConfigurationReport) {
        var values: [String: String] = [:]
        func fault(_ line: Int, _ message: String) {
            let mark = ConfigurationNode.Mark(file: path, line: line, column: 1)
            report.add(ConfigurationFault(mark: mark, message: message))
        }
        if let data = FileManager.default.contents(atPath: path) {
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated() {
                let line = line.trimmingCharacters(in: .whitespaces)
                if line.isEmpty || line.hasPrefix("#") { continue }
                let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else {
                    fault(index + 1, "expected key=value")
                    continue
                }
                let key = parts[0].trimmingCharacters(in: .whitespaces)
                guard Self.keys.contains(key) else {
                    fault(index + 1, "unknown key \"\(key)\"" + Suggestion.phrase(for: key, among: Self.keys))
                    continue
                }
                values[key] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\"'"))
            }
        } else {
            fault(1, "no such file: it names the platform's environment (stage=, base_url=, api_key=, api_version=)")
        }
        for key in Self.keys {
            if let value = environment[key.uppercased()] { values[key] = value }
        }
        stage = values["stage"] ?? ""
        if stage.isEmpty, values.isEmpty == false { fault(1, "stage= is missing") }
    }
}
