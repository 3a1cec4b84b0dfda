import AdapterAPI

extension SourceState {
    /// All that is known of the source at one moment.
    struct Sight: Sendable {
        var standing: SourceStanding
        var report: SourceReport?
        /// Records stored or refused since the start.
        var records: Int
        /// When the last of them was, in seconds since 1970.
        var lastRecord: Int64?
        /// When the last fault was told, in seconds since 1970.
        var lastFaultAt: Int64?
    }
}
