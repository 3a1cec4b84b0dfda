/// An adapter in a list.
struct AdapterSummary {
    let kind: String
    /// Whether `convert` can use it.
    let convertsFiles: Bool
    /// How many options a press file has for it.
    let options: Int

    static func text(_ adapters: [AdapterSummary]) -> String {
        let width = adapters.map(\.kind.count).max() ?? 0
        return adapters.map { adapter in
            let kind = adapter.kind.padding(to: width)
            return "\(kind)  \(adapter.options) options\(adapter.convertsFiles ? ", converts files" : "")\n"
        }
        .joined()
    }

    static func json(_ adapters: [AdapterSummary]) -> JSONTree {
        .array(
            adapters.map {
                .object([
                    ("kind", .string($0.kind)), ("convertsFiles", .boolean($0.convertsFiles)),
                    ("options", .integer($0.options)),
                ])
            })
    }
}

extension String {
    /// With spaces behind it up to a width.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
