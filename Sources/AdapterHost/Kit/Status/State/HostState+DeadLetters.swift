extension HostState {
    /// Dead letters of one source for one reason.
    struct DeadLetters: Codable, Equatable, Sendable {
        var source: String
        /// Such as `unknown_asset`.
        var code: String
        var count: Int
        /// The newest one's reason and place, for a person.
        var reason: String?
        var origin: String?
    }
}
