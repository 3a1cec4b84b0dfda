import AdapterAPI
import Foundation
import IoTTransport

/// One of the platform's environments: a file `env.{name}` of `key=value` lines. A process variable of the same name in
/// capitals wins.
struct EnvironmentFile {
    /// The environment's name in topics: `dev`, `stg`, `prd`.
    private(set) var stage: String
    /// Where the platform answers over HTTPS; empty when it is not configured.
    let baseURL: String
    /// Says who may make devices; empty when it is not configured.
    let apiKey: SecretText
    /// The version of provisioning.
    let apiVersion: String
    let path: String

    private static let keys = ["stage", "base_url", "api_key", "api_version"]

    private static let versions = ["v2", "v4"]

    /// Reads the file; faults go into the report. The values themselves never appear in a message.
    init(path: String, environment: [String: String], report: ConfigurationReport) {
        var values: [String: String] = [:]
        func fault(_ line: Int, _ message: String) {
            let mark = ConfigurationNode.Mark(file: path, line: line, column: 1)
            report.add(ConfigurationFault(mark: mark, message: message))
        }
        self.path = path
        if let data = FileManager.default.contents(atPath: path) {
            let text = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\u{FEFF}", with: "")
            let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
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
                if values[key] != nil { fault(index + 1, "\(key)= stands twice: remove one") }
                values[key] = parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \t\r\"'"))
            }
        } else if environment["STAGE"] == nil {
            fault(1, "no such file: it names the platform's environment (stage=, base_url=, api_key=, api_version=)")
        }
        for key in Self.keys {
            if let value = environment[key.uppercased()] { values[key] = value }
        }
        stage = values["stage"] ?? ""
        baseURL = values["base_url"] ?? ""
        apiKey = SecretText(values["api_key"] ?? "")
        apiVersion = values["api_version"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.versions[0]
        if stage.isEmpty, values.isEmpty == false { fault(1, "stage= is missing") }
        if stage.contains(where: { !$0.isASCII || !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }) {
            fault(1, "stage= must be letters and digits: it becomes part of the topic")
        }
        if !Self.versions.contains(apiVersion) {
            fault(1, "api_version= must be one of \(Self.versions.joined(separator: ", "))")
        }
    }
}
