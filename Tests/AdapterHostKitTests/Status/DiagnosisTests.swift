import Foundation
import Testing

@testable import AdapterHostKit

/// What is said of what goes wrong most often. The words stand in `Golden/findings.md`; ADAPTER_HOST_RECORD=1 writes it.
@Suite struct DiagnosisTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/findings.md")

    private static func text(_ finding: Finding) -> String {
        "- `\(finding.id)` (\(finding.level.rawValue), \(finding.subject)): \(finding.cause)\n"
            + "  - \(finding.nextStep ?? "nothing to do")\n"
    }

    @Test func `the words for each situation`() throws {
        var text = "What the host says when things go wrong: cause, then what to do.\n"
        for situation in Situation.allCases {
            text += "\n## \(situation.rawValue)\n\n"
            for finding in Diagnosis.findings(of: situation.state) { text += Self.text(finding) }
        }
        if ProcessInfo.processInfo.environment["ADAPTER_HOST_RECORD"] == "1" {
            try text.write(to: Self.golden, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: Self.golden, encoding: .utf8)
        #expect(text == golden)
    }

    @Test(arguments: Situation.allCases) func `each situation has one cause, and something to do about it`(
        situation: Situation
    ) throws {
        let findings = Diagnosis.findings(of: situation.state)
        #expect(findings.count == 1)
        let finding = try #require(findings.first)
        #expect(finding.level != .ok && finding.nextStep?.isEmpty == false)
    }

    @Test func `nothing is said when all is well`() {
        #expect(Diagnosis.findings(of: .sample()).isEmpty)
        // A press that has ended is not silent, and one of an hour less a second neither.
        #expect(Diagnosis.findings(of: .sample { $0.presses[0].silent = 3_599 }).isEmpty)
        let ended = HostState.sample {
            $0.presses[0].silent = 9_000
            $0.presses[0].health = "ended"
        }
        #expect(Diagnosis.findings(of: ended).isEmpty)
        #expect(Diagnosis.findings(of: .sample { $0.clockLead = 59 }).isEmpty)
    }

    @Test func `the worst comes first, and an expired certificate explains a refusal but not a closed port`() {
        let state = HostState.sample {
            $0.presses[0].silent = 4_000
            $0.certificate?.notAfter = $0.at - 1
            $0.disconnect("TCP", "Connection refused")
        }
        #expect(
            Diagnosis.findings(of: state).map(\.id) == ["broker.unreachable", "certificate.expired", "press.silent"])
        var refused = state
        refused.disconnect("closed before CONNACK", "…")
        #expect(Diagnosis.findings(of: refused).map(\.id) == ["certificate.expired", "press.silent"])
    }

    @Test func `a rejection that is over is a remark`() {
        let state = HostState.sample {
            $0.connection.rejected = 2
            $0.connection.sinceRejected = 7_200
        }
        #expect(Diagnosis.findings(of: state).map(\.level) == [.warning])
        let report = StatusReport(state, isAlive: true)
        #expect(report.ready && report.healthy)
    }

    @Test func `ready needs a broker and a spool that takes events; healthy, that nothing is to be mended`() {
        #expect(StatusReport(.sample(), isAlive: true).healthy)
        #expect(!StatusReport(.sample(), isAlive: false).ready)
        for situation in [Situation.noBroker, .fullDisk] {
            let report = StatusReport(situation.state, isAlive: true)
            #expect(!report.ready && !report.healthy && report.reasons.count == 1)
        }
        let unreadable = StatusReport(Situation.unreadableFolder.state, isAlive: true)
        #expect(unreadable.ready && !unreadable.healthy)
        let remark = StatusReport(Situation.blacklistedType.state, isAlive: true)
        #expect(remark.healthy && remark.reasons.isEmpty)
        let beginning = HostState.sample { $0.connection.isConnected = false }
        #expect(StatusReport(beginning, isAlive: true).reasons.count == 1)
    }
}
