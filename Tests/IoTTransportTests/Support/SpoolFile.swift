import Foundation
import GRDB
import Logging

@testable import IoTTransport

/// Spools of the real kind for tests: opened on a file, with a clock of one's own where it matters, and read back.
enum SpoolFile {
    static func open(_ settings: SpoolSettings, _ log: LogLines = LogLines(), clock: ManualClock? = nil) throws -> Spool
    {
        let spool = Spool(
            settings, logger: log.logger, clock: clock?.clock ?? .system, opener: { try DamagedSpool.open($0, $1) })
        try spool.open()
        return spool
    }

    /// All events that wait in a file, in order, read past the spool's own reading.
    static func events(_ path: String) throws -> [[UInt8]] {
        let reader = try SpoolReader(path: path)
        var events: [[UInt8]] = []
        var last: Int64? = 0
        while let after = last {
            let slice = try reader.events(after: after, types: [])
            events += slice.events.map(\.bytes)
            last = slice.next
        }
        return events
    }

    /// What `spool verify` finds.
    static func findings(_ path: String) throws -> [String] {
        var findings: [String] = []
        _ = try SpoolReader(path: path).verify { findings.append("\($0.kind): \($0)") }
        return findings
    }
}
