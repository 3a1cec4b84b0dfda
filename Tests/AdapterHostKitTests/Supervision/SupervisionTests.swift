import AdapterAPI
import TestServers
import Testing

@testable import AdapterHostKit

/// A source that fails or hangs is shown, and holds up neither the others nor the end.
@Suite(.serialized) struct SupervisionTests {
    /// Long, since other tests may take all of the machine.
    private static let limit = Duration.seconds(60)
    private static let all: [any SourceAdapter.Type] = [HangingAdapter.self, TickingAdapter.self, FailingAdapter.self]

    @Test func `one hangs in a system call: it is named, the others, the status and the stop go on`() async throws {
        let host = try TestHost(
            Self.all, presses: ["adapter: hanging", "adapter: ticking", "adapter: failing"],
            host: "shutdownTimeout: 1s\nstalledAfter: 1s")
        let running = try host.start()
        let stall = "warning: source press-0 gets no further: nothing was sent or moved for "
        #expect(try await eventually(Self.limit) { host.log.all.contains { $0.hasPrefix(stall) } }, "\(host.log.all)")
        let line = try #require(host.log.all.first { $0.hasPrefix(stall) })
        #expect(line.contains("(since ") && line.hasSuffix("): /mnt/dead/feed.xml"))
        func shown(_ name: String) -> String { host.log.details(of: "status")?[name] ?? "" }
        #expect(try await eventually(Self.limit) { shown("stalled").hasPrefix("press-0: /mnt/dead/feed.xml (since ") })
        #expect(shown("failed").hasPrefix("press-2: /mnt/none: cannot open: no such drive (next try at "))
        let queued = Int(shown("queued")) ?? 0
        #expect(try await eventually(Self.limit) { Int(shown("queued")) ?? 0 > queued }, "the ticking one goes on")
        let start = ContinuousClock.now
        running.cancel()
        let status = try await running.value
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(status.unfinished.count == 1 && status.unfinished.first?.hasPrefix("source press-0 hangs") == true)
        #expect(status.waiting == status.queued && status.queued > 0)
        #expect(host.log.all.last == "info: stopped")
        #expect(host.log.details(of: "stopped")?["waiting"] == "\(status.waiting)")
        HangingAdapter.release("press-0")
    }

    @Test func `a stalled source that goes on is said to`() async throws {
        let host = try TestHost(Self.all, presses: ["adapter: hanging"], host: "stalledAfter: 1s")
        let running = try host.start()
        #expect(
            try await eventually(Self.limit) { host.log.details(of: "status")?["stalled"] != nil }, "\(host.log.all)")
        HangingAdapter.release("press-0")
        #expect(
            try await eventually(Self.limit) {
                host.log.all.contains { $0.hasPrefix("notice: source press-0 goes on after ") }
            })
        #expect(try await eventually(Self.limit) { host.log.details(of: "status")?["stalled"] == nil })
        running.cancel()
        #expect(try await running.value.unfinished.isEmpty)
    }

    /// The spool holds a few events: sources wait, which is back-pressure. It is said as that, and nobody is stalled.
    @Test func `a source that waits for a full spool is not stalled`() async throws {
        let host = try TestHost(
            Self.all, presses: ["adapter: ticking"], host: "stalledAfter: 1s\nspool: { maxSize: 2000 }")
        let running = try host.start()
        #expect(
            try await eventually(Self.limit) { host.log.details(of: "status")?["blocked"]?.contains("full (") == true })
        try await Task.sleep(for: .seconds(3))
        #expect(!host.log.all.contains { $0.contains("gets no further") })
        #expect(host.log.warnings.contains { $0.hasPrefix("warning: sources wait: ") })
        running.cancel()
        #expect(try await running.value.unfinished.isEmpty)
    }

    @Test func `what a source works on and what waits decides what is seen of it`() {
        let state = SourceState(id: "a")
        #expect(!state.look(isBlocked: false).look.hasInput)
        state.set(SourceReport(ready: 3, lastFault: "cannot move x"))
        var seen = state.look(isBlocked: true)
        #expect(seen.look.hasInput && !seen.look.isHeldBack && seen.work == "cannot move x")
        state.note(.working(on: "x.xml"))
        state.sends()
        seen = state.look(isBlocked: true)
        #expect(seen.look.isHeldBack && seen.work == "x.xml, storing")
        let before = seen.look.progress
        state.sent(isProgress: true)
        #expect(state.look(isBlocked: true).look.progress == before + 1)
        state.failed("f", nextTry: 60)
        #expect(!state.look(isBlocked: false).look.hasInput)
        #expect(state.standing.text == "a: f (next try at 1970-01-01T00:01:00.000+00:00)")
        state.stalled(since: 1, "x")
        #expect(state.standing.health == .failed, "what failed meanwhile is not stalled")
    }
}
