import IoTTransport
import Logging
import TestServers
import Testing

@testable import Pipeline

/// Events that are never dropped get chunks of their own; within a class they keep their order.
@Suite struct EventClassTests {
    private func output(_ retention: SpoolRetention, _ folder: TemporaryFolder) throws -> (Spool, SpoolOutput) {
        let settings = SpoolSettings(path: folder.file("spool.db"), retention: retention)
        let spool = Spool(settings, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        try spool.open()
        return (spool, SpoolOutput(spool: spool, source: "a", topic: "t"))
    }

    private func texts(_ chunk: EventChunk) -> [String] {
        (0..<chunk.count).map { chunk.withEvent(at: $0) { String(decoding: $0, as: UTF8.self) } }
    }

    @Test func `a chunk holds one class`() throws {
        let folder = try TemporaryFolder()
        let keep = SpoolRetention(whenFull: .dropOldest, keep: ["alarm", "status.fault"])
        for (retention, classes) in [(keep, 2), (SpoolRetention(keep: keep.keep), 1)] {
            var (spool, output) = try output(retention, folder)
            defer { spool.close() }
            let types = try [("alarm", "x"), ("status", "fault"), ("status", "ink")].map {
                try output.typeID(eventType: $0.0, eventSubtype: $0.1)
            }
            for number in 0..<9 {
                let bytes = Array("\(number)".utf8)
                output.event(size: bytes.count, type: types[number % 3]) { $0.copyBytes(from: bytes) }
            }
            let append = output.finish(checkpoint: nil, recent: nil)
            #expect(append.chunks.count == classes && append.counts.mapped == 9)
            let kept = append.chunks.filter { $0.eventClass == .kept }.flatMap(texts)
            let ordinary = append.chunks.filter { $0.eventClass == .ordinary }.flatMap(texts)
            #expect(kept == (classes == 2 ? ["0", "1", "3", "4", "6", "7"] : []))
            #expect(ordinary == (classes == 2 ? ["2", "5", "8"] : (0..<9).map(String.init)))
        }
    }
}
