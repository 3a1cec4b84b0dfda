import TestServers
import Testing

@testable import AdapterHostKit

/// The text of /metrics, by the rules of the format.
@Suite struct MetricsTests {
    private var text: String {
        var state = HostState.sample {
            $0.presses[0].id = "odd \"name\"\\\nof two lines"
            $0.spool.counters = .init(
                mapped: 10, queued: 6, filtered: 1, duplicate: 1, dead: 2, retried: 1, waiting: 3, acknowledged: 1,
                filteredLate: 1, dropped: 1, deadLate: 1, deadLetters: 2,
                named: ["filtered:event_type_blacklist:ODA": 1, "dropped:age": 1, "dead:unknown_asset": 2, "late": 4])
        }
        state.deadLetters = Situation.unknownAsset.state.deadLetters
        return HostMetrics.text(StatusReport(state, isAlive: true))
    }

    @Test func `each family has its help and kind once, then its samples, and names by convention`() throws {
        let found = try PrometheusParser.parse(text)
        #expect(found.families.count > 30)
        for (name, kind) in found.families {
            #expect(name.hasPrefix("adapter_host_"))
            #expect(name.hasSuffix("_total") == (kind == "counter"), "\(name)")
        }
        #expect(found.value("adapter_host_events_mapped_total") == 10)
        #expect(found.value("adapter_host_connected") == 1)
        let labels = try #require(found.samples.first { $0.name == "adapter_host_press_records_total" }?.labels)
        #expect(labels["press"] == "odd \"name\"\\\nof two lines" && labels["adapter"] == "prinect")
        #expect(
            found.samples.contains {
                $0.name == "adapter_host_events_filtered_by_rule_total"
                    && $0.labels == ["rule": "event_type_blacklist:ODA"]
            })
    }

    @Test func `the counters balance`() throws {
        #expect(try PrometheusParser.parse(text).balances)
    }
}
