/// A file that a new adapter begins with: where it goes, from the root, and what is in it.
struct ScaffoldFile: Equatable {
    let path: String
    let text: String

    /// Fills in a template: `@KIND@` is `key-value`, `@BASE@` is `KeyValue`, `@TYPE@` is `KeyValueAdapter`.
    init(_ path: String, _ template: String, _ name: AdapterName) {
        func filled(_ text: String) -> String {
            text.replacing("@KIND@", with: name.kind).replacing("@BASE@", with: name.base)
                .replacing("@TYPE@", with: name.type)
        }
        self.path = filled(path)
        text = filled(template)
    }

    init(path: String, text: String) {
        self.path = path
        self.text = text
    }
}
