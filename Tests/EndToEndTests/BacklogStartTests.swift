import Foundation
import IoTTransport
import Logging
import TestServers
import Testing

/// A host that starts over a large backlog publishes at once: it reads what it publishes, not the spool.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct BacklogStartTests {
    /// In the long run a million, as after days without a broker.
    private static let events =
        ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == nil ? 100_000 : 1_000_000
    private static let perAppend = 500

    @Test func `the first event of a large backlog leaves before the spool has been read`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        // One event a second, so that what is read until the test looks was read for the first one.
        let plant = try Plant(
            broker: "{ host: 127.0.0.1, port: \(broker.port), clientId: backlog, topic: \"\(Plant.topic)\" }",
            more: "delivery: { rate: 1/s }")
        let path = plant.folder.file("state/spool.sqlite")
        try await fill(path)
        let size = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        let start = ContinuousClock.now
        let host = try plant.start()
        #expect(try await eventually(.seconds(60), { subscriber.lines().contains { $0.contains("backlog 0 ") } }))
        print(
            "\(Self.events) events, \(size >> 20) MiB: the first one arrived \(ContinuousClock.now - start) after the start"
        )
        let read = try bytesRead(by: host)
        #expect(read < 20 << 20, "\(read) bytes read")
        #expect(size > read, "\(size) bytes are in the spool, \(read) were read")
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(20)) == 0)
        let counters = try plant.counters()
        #expect(counters.queued == Self.events && counters.acknowledged >= 1 && counters.balances)
    }

    private func fill(_ path: String) async throws {
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        let spool = Spool(SpoolSettings(path: path), logger: Logger(label: "fill") { _ in SwiftLogNoOpLogHandler() })
        try spool.open()
        defer { spool.close() }
        let padding = String(repeating: ".", count: 300)
        for first in stride(from: 0, to: Self.events, by: Self.perAppend) {
            var builder = ChunkBuilder(topic: Plant.topic)
            for number in first..<first + Self.perAppend {
                let bytes = Array("backlog \(number) \(padding)".utf8)
                builder.append(size: bytes.count, type: 0) { $0.copyBytes(from: bytes) }
            }
            var counts = SpoolCounts()
            counts.mapped = Self.perAppend
            try await spool.append(
                SpoolAppend(source: "gone", chunks: builder.finish().map { [$0] } ?? [], counts: counts))
        }
        try await spool.flush(source: "gone")
    }

    /// All that the process has read so far, from files and sockets.
    private func bytesRead(by host: HostProcess) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(host.identifier)/io", encoding: .utf8)
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("rchar: ") })
        return try #require(Int(line.dropFirst("rchar: ".count)))
    }
}
