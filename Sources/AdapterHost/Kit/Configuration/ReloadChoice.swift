import AdapterAPI

/// `reload:` in host.yaml: when a running host reads its configuration again.
enum ReloadChoice: String, CaseIterable {
    /// When it is told to, by SIGHUP.
    case onSignal
    /// Also when one of its files has changed.
    case onChange

    static func read(_ reader: inout ConfigurationReader) -> ReloadChoice {
        reader.choice(
            "reload", default: .onSignal,
            help: "when the configuration is read again: onSignal (SIGHUP), or onChange: also when a file has changed")
    }
}
