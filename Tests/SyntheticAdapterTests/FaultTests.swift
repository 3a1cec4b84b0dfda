import AdapterAPI
import Foundation
import IoTTransport
import PrinectAdapter
import TestServers
import Testing

@testable import SyntheticAdapter

/// What a host makes of each fault that can be asked for. Documents that are half written take a reader that watches:
/// see the end-to-end tests.
@Suite struct FaultTests {
    private static let values: [String: TestAdapter.Value] = [
        "presses": "2", "speed": "10000", "duration": "1h", "events": ["status", "ink"],
        "start": "2026-11-23T06:00:00+01:00",
    ]

    /// Events that are sent directly.
    private func direct(_ faults: (String, String)...) async throws -> SpoolCounters {
        let host = try TestHost()
        var values = Self.values
        values["faults"] = .mapping(faults)
        try await host.run(
            TestAdapter(values).adapter, id: "simulated", clock: FakeTime(seconds: 0).clock)
        return try host.counters
    }

    /// Events that go through JMF documents, and what became of the files.
    private func written(
        _ faults: (String, String)...
    ) async throws -> (counters: SpoolCounters, done: [String], error: [String], signals: Int) {
        let host = try TestHost()
        let inbox = host.folder.file("in")
        var values = Self.values
        values["faults"] = .mapping(faults)
        values["writes"] = "jmf"
        values["into"] = .text(inbox)
        try await host.run(TestAdapter(values).adapter, id: "simulated", clock: FakeTime(seconds: 0).clock)
        let signals = try FileManager.default.contentsOfDirectory(atPath: inbox)
            .reduce(0) { sum, name in
                let text = try String(contentsOfFile: inbox + "/" + name, encoding: .utf8)
                return sum + text.components(separatedBy: "<Signal ").count - 1
            }
        try await host.run(try reader(of: inbox), id: "press")
        func names(_ folder: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: inbox + "/" + folder)) ?? []
        }
        return (try host.counters, names("done"), names("error"), signals)
    }

    private func reader(of folder: String) throws -> PrinectAdapter {
        let mark = ConfigurationNode.Mark(file: "press.yaml", line: 1, column: 1)
        let entries = [("folder", folder), ("ready", "rename")].map { key, text in
            ConfigurationNode.Entry(
                key: key, keyMark: mark, value: ConfigurationNode(.scalar(text, isQuoted: true), mark: mark))
        }
        var reader = ConfigurationReader(
            ConfigurationNode(.mapping(entries), mark: mark), folder: "", purpose: .run, report: ConfigurationReport())
        return PrinectAdapter(&reader)
    }

    @Test func `without faults all is queued, and nothing is noticed`() async throws {
        let direct = try await direct()
        #expect(direct.queued == direct.mapped && direct.queued > 800 && direct.named.isEmpty, "\(direct)")
        let written = try await written()
        #expect(written.counters.queued == written.counters.mapped && written.error.isEmpty)
        #expect(written.counters.named.isEmpty, "\(written.counters.named)")
    }

    @Test func `a wrong clock is kept and counted, nothing is lost`() async throws {
        let right = try await direct()
        let wrong = try await direct(("clockSkew", "1"), ("skew", "2h"))
        #expect(wrong.queued == right.queued && wrong.mapped == right.mapped)
        #expect(wrong.named["out_of_order"] ?? 0 > 0 && wrong.named.count == 1, "\(wrong.named)")
    }

    @Test func `events that come twice are dropped and counted`() async throws {
        let once = try await direct()
        let twice = try await direct(("duplicates", "0.1"))
        #expect(twice.queued == once.queued && twice.duplicate == twice.mapped - once.mapped)
        #expect((50...160).contains(twice.duplicate))
    }

    @Test func `documents that come twice give their events once`() async throws {
        let once = try await written()
        let twice = try await written(("duplicates", "0.1"))
        let again = twice.done.filter { $0.contains("-again.") }
        #expect(again.count > 2 && twice.done.count == once.done.count + again.count)
        #expect(twice.counters.queued == once.counters.queued && twice.error.isEmpty)
        #expect(twice.counters.duplicate == twice.counters.mapped - once.counters.mapped)
        #expect(twice.counters.duplicate >= twice.signals - once.signals && twice.signals > once.signals)
    }

    @Test func `events in another order keep their times and are counted`() async throws {
        let ordered = try await direct()
        let disordered = try await direct(("disorder", "0.1"))
        #expect(disordered.queued == ordered.queued && disordered.dead == 0)
        #expect((50...160).contains(disordered.named["out_of_order"] ?? 0), "\(disordered.named)")
    }

    @Test func `a message without a counter takes the last one that came`() async throws {
        let whole = try await written()
        let lacking = try await written(("missingCounters", "0.2"))
        #expect(lacking.signals == whole.signals && lacking.error.isEmpty && lacking.counters.dead == 0)
        // Only a press's first messages have nothing to fall back on: their own event goes, the status is counted.
        let missing = lacking.counters.named["no-totalproductioncounter"] ?? 0
        #expect(missing < 10)
        #expect(lacking.counters.queued == whole.counters.queued - missing)
    }

    @Test func `a counter that is reset is passed on`() async throws {
        let whole = try await written()
        let reset = try await written(("counterResets", "1"))
        #expect(reset.counters.queued == whole.counters.queued && reset.counters.named.isEmpty && reset.error.isEmpty)
    }
}
