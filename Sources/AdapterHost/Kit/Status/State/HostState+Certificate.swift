extension HostState {
    /// The device's certificate.
    struct Certificate: Codable, Equatable, Sendable {
        /// Its file, or the certificate store.
        var path: String
        /// Who it is for.
        var subject: String?
        var notBefore: Int64?
        var notAfter: Int64?
        /// What else is wrong with it or its store.
        var faults: [Fault] = []

        struct Fault: Codable, Equatable, Sendable {
            var code: String
            var message: String
            var advice: String
            var isWarning: Bool
        }
    }
}
