import AdapterAPI

/// Writes declared options as a YAML file to start from: required ones to be filled in, the others commented out with
/// their defaults.
enum SampleText {
    static func text(for options: [ConfigurationOption], adapter: String?) -> String {
        var lines: [String] = []
        for option in options {
            let parts = option.path.split(separator: ".").map(String.init)
            let indent = String(repeating: "  ", count: parts.count - 1)
            let key = parts.last.map { $0 == "*" ? "\"name\"" : $0 } ?? ""
            if parts.count > 1, parts[parts.count - 2] == "*", !lines.contains("#\(indent.dropLast(2))  \"name\":") {
                lines.append("#\(indent.dropLast(2))  \"name\":")
            }
            let isSection = option.forms.contains(.mapping) || option.forms.contains(.table)
            lines.append("#\(indent)  # \(option.help)\(isSection ? "" : " (\(option.type))")")
            if key == "adapter", let adapter {
                lines.append("adapter: \(adapter)")
            } else if option.isRequired, parts.count == 1 {
                lines.append("\(key):")
            } else {
                lines.append("#\(indent) \(key):\(isSection ? "" : " " + (option.fallback ?? ""))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
