import IoTTransport
import Logging
import TestServers
import Testing

@testable import AdapterHostKit

/// How long a spool lasts, and how long it takes to empty.
@Suite struct SpoolOutlookTests {
    @Test func `quantities are short`() {
        #expect(
            [0.4, 119, 140, 7_199, 7_200, 133_200, 172_800].map(QuantityText.span) == [
                "0 s", "119 s", "2 min", "120 min", "2 h", "37 h", "2 d",
            ])
        #expect(
            [0, 1_023, 1_024, 1_500_000, 40 << 30].map(QuantityText.bytes) == [
                "0 B", "1023 B", "1.0 KiB", "1.4 MiB", "40 GiB",
            ])
        #expect([0, 0.01, 0.44, 9.96, 88].map(QuantityText.rate) == ["0/s", "0.1/s", "0.4/s", "10.0/s", "88/s"])
    }

    /// A spool with 12 events of 100 bytes that waits for a broker.
    private func overview() async throws -> SpoolOverview {
        let folder = try TemporaryFolder()
        let path = folder.file("spool.db")
        let spool = Spool(SpoolSettings(path: path), logger: Logger(label: "test"))
        try spool.open()
        var builder = ChunkBuilder(topic: "t")
        for _ in 0..<12 { builder.append(size: 100, type: 0) { $0.initializeMemory(as: UInt8.self, repeating: 46) } }
        let chunk = builder.finish()
        var append = SpoolAppend(source: "a", chunks: [try #require(chunk)])
        append.counts.mapped = 12
        try await spool.append(append)
        spool.close()
        return try SpoolReader(path: path).overview()
    }

    @Test func `draining takes as long as the rates allow`() async throws {
        let overview = try await overview()
        func draining(_ settings: DeliverySettings) -> SpoolOutlook.Draining {
            SpoolOutlook(overview, maxBytes: 1_000_000, delivery: settings).draining
        }
        #expect(draining(DeliverySettings(rate: 4)) == .seconds(3))
        #expect(draining(DeliverySettings(rate: 4, byteRate: 200)) == .seconds(6))
        #expect(draining(DeliverySettings()) == .unknown)
        let outlook = SpoolOutlook(overview, maxBytes: 10_000, delivery: DeliverySettings())
        #expect(outlook.roomBytes == 8_800 && outlook.offlineSeconds == nil)
    }
}
