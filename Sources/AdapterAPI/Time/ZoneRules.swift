import Foundation
import Synchronization

/// The offsets of one IANA time zone, as a table made once: looking one up on the path of a record costs a binary search
/// and touches neither Foundation nor the disk.
public final class ZoneRules: Sendable {
    /// The IANA name, such as `Europe/Berlin`.
    public let identifier: String

    private struct Change {
        /// When, in seconds since 1970.
        let at: Int64
        /// The offset in force before it, in seconds east of Greenwich.
        let before: Int
        /// The local time, in seconds, up to which the offset before counts: in a gap and in an overlap that one is taken.
        let localEnd: Int64
    }
    private let changes: [Change]
    private let last: Int

    /// Coordinated universal time.
    public static let utc = ZoneRules(identifier: "UTC", zone: nil)

    /// The machine's own zone.
    public static var current: ZoneRules { cached(TimeZone.current) }

    /// The zone with an IANA name, or nil when there is none.
    public static func named(_ identifier: String) -> ZoneRules? {
        // Foundation also takes abbreviations such as CEST, which mean different zones in different places.
        guard identifier == "UTC" || identifier.contains("/"), let zone = TimeZone(identifier: identifier) else {
            return nil
        }
        return cached(zone)
    }

    /// Names that a user may have meant, for an error message.
    public static var knownIdentifiers: [String] { TimeZone.knownTimeZoneIdentifiers + ["UTC"] }

    /// The offset in force at an instant, in seconds east of Greenwich.
    public func offset(atSecondsSince1970 instant: Int64) -> Int {
        firstChange { instant < $0.at }?.before ?? last
    }

    /// The offset of a local time, given as if it were UTC in seconds since 1970. A time that does not exist (spring) or
    /// exists twice (autumn) takes the offset in force before the change.
    public func offset(atLocalSeconds local: Int64) -> Int {
        firstChange { local < $0.localEnd }?.before ?? last
    }

    private func firstChange(_ matches: (Change) -> Bool) -> Change? {
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if matches(changes[middle]) { high = middle } else { low = middle + 1 }
        }
        return low < changes.count ? changes[low] : nil
    }

    private static let cache = Mutex<[String: ZoneRules]>([:])

    private static func cached(_ zone: TimeZone) -> ZoneRules {
        cache.withLock { cache in
            if let rules = cache[zone.identifier] { return rules }
            let rules = ZoneRules(identifier: zone.identifier, zone: zone)
            cache[zone.identifier] = rules
            return rules
        }
    }

    /// The table covers 1970 to 2100; times outside take the offset of its nearest end.
    private init(identifier: String, zone: TimeZone?) {
        self.identifier = identifier
        guard let zone else {
            changes = []
            last = 0
            return
        }
        var found: [Change] = []
        let end = Date(timeIntervalSince1970: 4_102_444_800)
        var at = Date(timeIntervalSince1970: 0)
        var offset = zone.secondsFromGMT(for: at)
        while let next = zone.nextDaylightSavingTimeTransition(after: at), next > at, next < end {
            let after = zone.secondsFromGMT(for: next)
            if after != offset {
                let instant = Int64(next.timeIntervalSince1970.rounded())
                let localEnd = instant + Int64(max(offset, after))
                found.append(Change(at: instant, before: offset, localEnd: localEnd))
                offset = after
            }
            at = next
        }
        changes = found
        last = offset
    }
}
