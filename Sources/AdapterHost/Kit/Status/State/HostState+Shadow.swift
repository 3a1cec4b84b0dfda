extension HostState {
    /// What the platform switches, and what holds.
    struct Shadow: Codable, Equatable, Sendable {
        /// `off`, `waiting`, `synced`, `unavailable`.
        var phase = "off"
        /// Why it is not available.
        var reason: String?
        var version: Int?
        /// Desired values that cannot be taken.
        var refusals: [String] = []
        /// The keys that the host knows, each as JSON text.
        var desired: [String: String] = [:]
        var reported: [String: String] = [:]
        var filter = Filter()
    }

    /// The filter in force.
    struct Filter: Codable, Equatable, Sendable {
        var isPublishingEnabled = true
        var blacklist: [String] = []
        /// Whether events wait while publishing is disabled, and are not left out.
        var holds = false
        /// Whether it differs from what `host.yaml` says, so that the platform's wish is in force.
        var isPlatforms = false
        /// Events that were left out so far, by the rule.
        var heldBack: [String: Int] = [:]
    }
}
