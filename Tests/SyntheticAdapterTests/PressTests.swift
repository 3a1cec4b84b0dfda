import AdapterAPI
import Foundation
import Testing

@testable import SyntheticAdapter

@Suite("A simulated press")
struct PressTests {
    private func events(_ count: Int, seed: UInt64 = 42, number: Int = 1) -> [SyntheticEvent] {
        var press = SyntheticPress(seed: seed, number: number)
        return (0..<count).map { _ in press.next() }
    }

    @Test("the same seed and number give the same events, others do not")
    func deterministic() {
        #expect(events(500) == events(500))
        #expect(events(500) != events(500, seed: 43))
        #expect(events(500) != events(500, number: 2))
    }

    @Test("times and counters never go back, and phases are long enough to be believed", arguments: 1...20)
    func believable(number: Int) {
        let events = events(3_000, number: number)
        #expect(events.map(\.ordinal) == Array(0..<3_000))
        var last: (time: Int64, total: Int) = (0, 0)
        var phases: Set<String> = []
        var inks = 0
        for event in events {
            #expect(event.time >= last.time)
            last.time = event.time
            guard case .status(let status) = event.content else {
                inks += 1
                continue
            }
            #expect(status.total >= last.total)
            last.total = status.total
            phases.insert("\(status.phase)")
            #expect((status.job == nil) == (status.phase == .idle))
            #expect((status.speed > 0) == (status.phase == .production))
            if let job = status.job { #expect(job.good <= job.target) }
        }
        #expect(phases.count == 5)
        #expect(inks > 10)
        // 3,000 events are a day or two of minutes.
        #expect((20...120).contains(last.time / 3_600_000))
    }

    @Test("a job's ink follows its sheets")
    func ink() throws {
        let inks = events(2_000).compactMap { event -> InkConsumption? in
            if case .ink(let ink) = event.content { ink } else { nil }
        }
        let first = try #require(inks.first)
        #expect(first.inks.count >= 4)
        #expect(first.job.good == first.job.target)
        #expect(first.inks.allSatisfy { $0.amount > 0 })
    }

    @Test("payloads have what the platform requires")
    func payloads() throws {
        for event in events(300) {
            var writer = PayloadWriter()
            switch event.content {
            case .status(let status): SyntheticPayload.write(status, start: 0, to: &writer)
            case .ink(let ink): SyntheticPayload.write(ink, device: "press-1", to: &writer)
            }
            let object = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any]
            if case .ink = event.content {
                try check(ink: try #require(object?["productiondataacquisition"] as? [String: Any]))
                continue
            }
            let signal = object?["signalstatus"] as? [String: Any]
            let device = try #require(signal?["deviceinfo"] as? [String: Any])
            #expect(device["status"] is String)
            #expect(device["speed"] is NSNumber)
            #expect(device["statusdetails"] is String)
            #expect(device["totalproductioncounter"] is NSNumber)
            for phase in device["jobphase"] as? [[String: Any]] ?? [] {
                #expect(phase["amount"] is NSNumber)
                for key in ["jobid", "status", "statusdetails", "starttime", "percentcompleted", "waste"] {
                    #expect(phase[key] is String, "\(key)")
                }
            }
        }
    }

    private func check(ink: [String: Any]) throws {
        let message = try #require((ink["message"] as? [[String: Any]])?.first)
        #expect(message["deviceid"] as? String == "press-1")
        let summary = try #require((message["inkconsumptionsummary"] as? [[String: Any]])?.first)
        #expect(summary["id"] as? String == "0")
        let consumptions = try #require((summary["inkconsumptions"] as? [[String: Any]])?.first)
        #expect(consumptions["inkuse"] as? String == "GoodProduction")
        let one = try #require((consumptions["inkconsumption"] as? [[String: Any]])?.first)
        #expect((one["amount"] as? String)?.wholeMatch(of: /[0-9]+\.[0-9]{2}/) != nil)
    }
}
