import TestServers
import Testing

@testable import IoTTransport

@Suite struct SpoolDiskTests {
    /// The file may not grow: appends fail as on a full disk, nothing is lost, and delivery makes room again.
    @Test(.timeLimit(.minutes(1))) func aFullDiskWaitsForDelivery() async throws {
        let folder = try TemporaryFolder()
        let log = LogLines()
        var settings = SpoolSettings(path: folder.file("spool.db"))
        settings.maxPages = 80
        let spool = Spool(settings, logger: log.logger)
        try spool.open()
        let writer = Task {
            for number in 0..<60 {
                try await spool.append(Events.append("a", number * 40..<number * 40 + 40, size: 1_000))
            }
            try await spool.flush(source: "a")
        }
        #expect(try await eventually { spool.isBlocked })
        #expect(spool.blockReason?.contains("spool.db: disk full") == true)
        #expect(log.warnings.count == 1)
        #expect(log.warnings.first?.hasSuffix("next try in 1.0 s") == true)
        #expect(spool.counters().balances)
        let consumer = try Consumer(spool)
        var events: [[UInt8]] = []
        while events.count < 2_400 {
            let chunks = try await consumer.take()
            try #require(!chunks.isEmpty)
            for stored in chunks { events += Events.all(stored.chunk) }
            consumer.release(chunks)
        }
        try await writer.value
        try await spool.drained()
        #expect(events == (0..<2_400).map { Events.bytes("a", $0, size: 1_000) })
        #expect(!spool.isBlocked)
        spool.close()
        #expect(spool.counters().balances && spool.counters().acknowledged == 2_400)
    }

    @Test func theReserveComesAndGoes() throws {
        let folder = try TemporaryFolder()
        let reserve = SpoolReserve(spool: folder.file("spool.db"))
        #expect(reserve.hold() && reserve.hold())
        #expect(try folder.names() == ["spool.db-reserve"])
        reserve.release()
        #expect(try folder.names() == [])
    }
}
