import AdapterAPI
import IoTTransport
import Logging
import Testing

@testable import AdapterHostKit

/// What sources say about themselves stands in the status.
@Suite struct HostStatusTests {
    private func status(_ reports: SourceReports) -> HostStatus {
        HostStatus(
            before: SpoolCounters(), counters: SpoolCounters(), delivery: DeliverySnapshot(endpoint: ""),
            sources: reports.all)
    }

    @Test func `numbers of one name are added up, the oldest time counts`() {
        let reports = SourceReports(["a", "b"])
        reports.state(of: "a").set(
            SourceReport(gauges: ["filesWaiting": 2, "filesInError": 1], oldestWaitingSince: 1_000))
        reports.state(of: "b").set(SourceReport(gauges: ["filesWaiting": 3], oldestWaitingSince: 500))
        let metadata = status(reports).metadata
        #expect(metadata["filesWaiting"] == "5")
        #expect(metadata["filesInError"] == "1")
        #expect(metadata["oldestWaitingSince"] == "1970-01-01T00:08:20.000+00:00")
    }

    @Test func `a source's new report takes the place of its old one, and a failure of both`() {
        let reports = SourceReports(["a", "b"])
        reports.state(of: "a").set(SourceReport(gauges: ["filesWaiting": 2], notes: ["fileSystem": "ext4"]))
        let before = status(reports)
        reports.state(of: "a").set(SourceReport(gauges: ["filesWaiting": 1], notes: ["fileSystem": "ext4"]))
        #expect(status(reports) != before)
        reports.state(of: "a").failed("no disk", nextTry: nil)
        #expect(reports.all["a"] == SourceReport(notes: ["fileSystem": "ext4"], lastFault: "no disk"))
        #expect(status(reports).metadata["filesWaiting"] == nil)
    }

    @Test func `the summary names connection, what waits, and who is in trouble`() {
        let counters = SpoolCounters()
        let reports = SourceReports(["a", "b", "c", "d", "e"])
        func summary() -> String {
            HostStatus(
                before: counters, counters: counters, delivery: DeliverySnapshot(endpoint: ""),
                standings: reports.standings
            ).summary
        }
        #expect(summary() == "no connection to the broker; 0 events wait")
        for id in ["a", "b", "c", "d", "e"] { reports.state(of: id).failed("no disk", nextTry: nil) }
        let troubled = "source a: no disk; source b: no disk; source c: no disk; 2 more sources"
        #expect(summary() == "no connection to the broker; 0 events wait; \(troubled)")
    }
}
