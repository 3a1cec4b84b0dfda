/// An option as its read declares it.
public struct ConfigurationOption: Sendable, Equatable {
    /// Keys from the top of the file, joined by dots; `*` stands for any key.
    public var path: String
    /// What the value must be: `duration such as 30s`.
    public var type: String
    /// The default as it would be written, or nil when there is none.
    public var fallback: String?
    public var isRequired: Bool
    public var help: String
}
