/// Puts environment variables into a configuration's texts: `${NAME}`; `$$` is a dollar sign, any other `$` itself, so
/// that `$aws` in a topic stays as it is.
struct EnvironmentReferences {
    let environment: [String: String]

    /// The text with its references put in; names that are not set are given back as faults.
    func resolve(_ text: String) -> (text: String, missing: [String]) {
        guard text.contains("$") else { return (text, []) }
        var result = ""
        var missing: [String] = []
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if rest.first == "{", let end = rest.firstIndex(of: "}") {
                let name = String(rest[rest.index(after: rest.startIndex)..<end])
                if let value = environment[name] { result += value } else { missing.append(name) }
                rest = rest[rest.index(after: end)...]
            } else {
                result += "$"
            }
        }
        return (result + rest, missing)
    }
}
