/// Whether an event may be dropped. A chunk holds events of one class.
public enum EventClass: Int, Sendable, CaseIterable {
    /// May be dropped where the configuration says so.
    case ordinary = 0
    /// Leaves only by its PUBACK, the filter or to the dead letters.
    case kept = 1
}
