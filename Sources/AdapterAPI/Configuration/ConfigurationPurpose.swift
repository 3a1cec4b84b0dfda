/// What a configuration is read for.
public enum ConfigurationPurpose: Sendable {
    /// To run sources: everything is needed.
    case run
    /// To convert files: what only a running source needs (a folder, an address) may be absent.
    case convert
    /// To list the options: nothing is needed, nothing is a fault.
    case describe
}
