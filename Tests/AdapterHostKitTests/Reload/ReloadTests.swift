import AdapterAPI
import Foundation
import IoTTransport
import Synchronization
import TestServers
import Testing

@testable import AdapterHostKit

/// A host within the test's own process that reads its configuration again.
@Suite(.serialized) struct ReloadTests {
    /// Long, since other tests may take all of the machine.
    private static let limit = Duration.seconds(60)
    private static let all: [any SourceAdapter.Type] = [HangingAdapter.self, TickingAdapter.self]

    /// The last line about a reload.
    private func outcome(_ host: TestHost) -> String? {
        host.log.all.last { $0.contains("reload: done") || $0.contains("reload: refused") }
    }

    /// The ids of all events that wait in the spool.
    private func waitingIDs(_ host: TestHost) throws -> [String] {
        let reader = try SpoolReader(path: host.folder.file("var/spool.sqlite"))
        var ids: [String] = []
        var next: Int64? = 0
        while let after = next {
            let slice = try reader.events(after: after, types: [])
            for event in slice.events {
                let text = String(decoding: event.bytes, as: UTF8.self)
                ids.append(text.split(separator: "senderEventUuid\":\"").last.map { String($0.prefix(36)) } ?? text)
            }
            next = slice.next
        }
        return ids
    }

    private func reload(_ host: TestHost, _ expected: String) async throws {
        let before = host.log.all.count { $0.contains("reload: ") }
        host.reload.ask("test")
        #expect(
            try await eventually(Self.limit) {
                host.log.all.count { $0.contains("reload: ") } > before + 1 && outcome(host) == expected
            }, "\(host.log.all.suffix(5))")
    }

    @Test func `sources come, go and start again; a bad configuration changes nothing`() async throws {
        let host = try TestHost(Self.all, ids: "reload", presses: ["adapter: ticking", "adapter: ticking"])
        let running = try host.start()
        func queued() -> Int { Int(host.log.details(of: "status")?["queued"] ?? "") ?? 0 }
        #expect(try await eventually(Self.limit) { queued() > 0 })
        try await reload(host, "notice: reload: done: no source has changed; 2 go on")
        try host.write("adapter: ticking\nrepeats: { max: 1 }", press: 1)
        try host.write("adapter: ticking", press: 2)
        try await reload(
            host, "notice: reload: done: 1 source starts again (reload-1); 1 source is new (reload-2); 1 go on")
        try host.write("adapter: tiking", press: 1)
        try await reload(host, "error: reload: refused (1 fault): the host goes on with the configuration that it has")
        #expect(
            host.log.all.contains { $0.hasPrefix("error: reload: ") && $0.contains("1.yaml:") && $0.contains("tiking") }
        )
        let then = queued()
        #expect(try await eventually(Self.limit) { queued() > then + 100 }, "the sources go on")
        try FileManager.default.removeItem(atPath: host.folder.file("presses/1.yaml"))
        try await reload(host, "notice: reload: done: 1 source stops (reload-1); 2 go on")
        running.cancel()
        let status = try await running.value
        #expect(status.unfinished.isEmpty)
        // A ticking source counts on from its checkpoint: had two runs of one overlapped, an id would be there twice.
        let ids = try waitingIDs(host)
        #expect(ids.count == status.queued && Set(ids).count == ids.count && status.waiting == status.queued)
        #expect(status.sources.keys.allSatisfy { $0 != "reload-1" })
    }

    @Test func `one that hangs is waited for by its next run alone`() async throws {
        let host = try TestHost(
            Self.all, ids: "reload", presses: ["adapter: hanging", "adapter: ticking"],
            host: "shutdownTimeout: 2s\nstalledAfter: 1s")
        let running = try host.start()
        #expect(try await eventually(Self.limit) { HangingAdapter.pipes.withLock { $0["reload-0"] != nil } })
        try host.write("adapter: ticking", press: 0)
        try host.write("adapter: ticking\nrepeats: { max: 1 }", press: 1)
        try await reload(host, "notice: reload: done: 2 sources start again (reload-0, reload-1)")
        #expect(
            try await eventually(Self.limit) {
                host.log.all.contains { $0.contains("source reload-0 gets no further") && $0.contains("former run") }
            }, "\(host.log.all.suffix(5))")
        func queued() -> Int { Int(host.log.details(of: "status")?["queued"] ?? "") ?? 0 }
        let then = queued()
        #expect(try await eventually(Self.limit) { queued() > then }, "the other one has started again")
        HangingAdapter.release("reload-0")
        #expect(
            try await eventually(Self.limit) {
                host.log.all.contains { $0.hasPrefix("notice: source reload-0 goes on after ") }
            })
        running.cancel()
        #expect(try await running.value.unfinished.isEmpty)
    }

    @Test func `a changed file is taken by itself where that is wanted`() async throws {
        let host = try TestHost(Self.all, ids: "reload", presses: ["adapter: ticking"], host: "reload: onChange")
        let running = try host.start()
        #expect(try await eventually(Self.limit) { host.log.details(of: "status")?["queued"] != nil })
        try await Task.sleep(for: .seconds(2))
        try host.write("adapter: ticking", press: 5)
        #expect(
            try await eventually(Self.limit) {
                outcome(host) == "notice: reload: done: 1 source is new (reload-5); 1 go on"
            }, "\(host.log.all.suffix(5))")
        #expect(host.log.all.contains { $0.hasPrefix("notice: reload: reads") && $0.contains("5.yaml)") })
        running.cancel()
        _ = try await running.value
    }
}
