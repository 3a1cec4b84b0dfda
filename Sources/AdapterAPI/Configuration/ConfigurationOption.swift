/// An option as its read declares it.
public struct ConfigurationOption: Sendable, Equatable {
    /// Keys from the top of the file, joined by dots; `*` stands for any key.
    public var path: String
    /// What the value may be; more than one where a text and a mapping are both taken, say.
    public var forms: [ConfigurationForm]
    /// The default as it would be written, or nil when there is none.
    public var fallback: String?
    public var isRequired: Bool
    public var help: String

    /// What the value must be: `duration such as 500ms, 30s, 5min, 2h, 30d`.
    public var type: String { forms.map(\.description).joined(separator: " or ") }

    /// The units that a value is written with; nil when it has none.
    public var unit: String? { forms.lazy.compactMap(\.unit).first }
}
