import IoTTransport

extension HostConfiguration {
    /// The spool's file.
    var spoolPath: String { state + "/spool.sqlite" }

    /// The spool's file and limits.
    var spoolSettings: SpoolSettings {
        SpoolSettings(path: spoolPath, maxBytes: spoolBytes, deadLetters: deadLetters)
    }

    /// Where the shadow's last state is kept; nil when none is followed.
    var shadowStatePath: String? { shadow == .off ? nil : state + "/shadow.json" }
}
