import IoTTransport

extension RetrySettings {
    /// Tests do not wait.
    static let quick = RetrySettings(
        minimum: .milliseconds(20), maximum: .milliseconds(200), afterRefusal: .milliseconds(60))
}
