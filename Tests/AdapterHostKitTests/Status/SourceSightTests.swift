import AdapterAPI
import Testing

@testable import AdapterHostKit

/// What is known of a source, with its times.
@Suite struct SourceSightTests {
    @Test func `records are counted with the time of the last, faults with the time when they were new`() {
        let state = SourceState(id: "a", clock: AdapterClock(now: { (1_000, 0) }, sleep: { _ in }))
        state.sends()
        state.sent(isProgress: true, records: 3)
        state.sends()
        state.sent(isProgress: true)
        #expect(state.sight.records == 3 && state.sight.lastRecord == 1_000)
        state.set(SourceReport(gauges: ["filesWaiting": 1]))
        #expect(state.sight.lastFaultAt == nil)
        state.set(SourceReport(lastFault: "a.xml:1:2: cut off"))
        #expect(state.sight.lastFaultAt == 1_000)
    }

    @Test func `an obstacle is told by its kind`() {
        func kind(_ code: Int32) -> HostState.Obstacle.Kind {
            HostState.Obstacle(FileFault(path: "/in", action: "list", code: code)).kind
        }
        #expect(kind(2) == .missing && kind(13) == .notPermitted && kind(5) == .other)
        let obstacle = HostState.Obstacle(FileFault(path: "/in", action: "list", code: 13))
        #expect(obstacle.path == "/in" && obstacle.text == "cannot list: Permission denied")
    }
}
