/// The members of a shadow's state that we understand; all others are left alone.
enum ShadowKey: String, CaseIterable, Sendable {
    case publishing = "event_publishing_enabled"
    case blacklist = "event_type_blacklist"
    /// The newer platform's word for ``publishing``.
    case telemetry = "sendTelemetryData"

    /// Bytes of a blacklist as JSON: the platform takes 8,192 for desired and reported together, and the report has to
    /// fit (rule 13).
    static let largestBlacklist = 7_168

    /// Why a value cannot be taken, in words that do not repeat it; nil for a good one.
    func fault(of value: JSONValue) -> String? {
        switch (self, value) {
        case (.publishing, .bool), (.telemetry, .bool): return nil
        case (.publishing, _), (.telemetry, _): return "must be true or false, found \(value.kindName)"
        case (.blacklist, .array(let items)):
            if let wrong = items.first(where: { $0.string == nil }) {
                return "must hold texts only, found \(wrong.kindName)"
            }
            let size = value.bytes.count
            return size <= Self.largestBlacklist ? nil : "has \(size) bytes, more than \(Self.largestBlacklist)"
        case (.blacklist, _): return "must be a list of texts, found \(value.kindName)"
        }
    }
}
