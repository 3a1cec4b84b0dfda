import AdapterAPI
import Foundation
import Testing

@testable import SyntheticAdapter

@Suite struct PayloadTests {
    @Test func `payloads have what the platform requires`() throws {
        let plan = PressPlan(seed: 42, shifts: 2, worksWeekends: false, interval: 60_000)
        var press = SyntheticPress(plan, number: 1, at: PressSnapshot(plan, number: 1))
        let payload = SyntheticPayload(times: SimulatedTime(start: 0, zone: .utc))
        for _ in 0..<500 {
            let event = press.next()
            var writer = PayloadWriter()
            payload.write(event, device: "press-1", to: &writer)
            let object = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String: Any]
            switch event.content {
            case .status: try checkStatus(object)
            case .ink: try checkInk(object)
            case .energy: try checkEnergy(object)
            }
        }
    }

    private func checkStatus(_ object: [String: Any]?) throws {
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

    private func summary(_ object: [String: Any]?, _ key: String) throws -> [String: Any] {
        let root = try #require(object?["productiondataacquisition"] as? [String: Any])
        let message = try #require((root["message"] as? [[String: Any]])?.first)
        #expect(message["deviceid"] as? String == "press-1")
        return try #require((message[key] as? [[String: Any]])?.first)
    }

    private func checkInk(_ object: [String: Any]?) throws {
        let summary = try summary(object, "inkconsumptionsummary")
        #expect(summary["id"] is String && summary["jobid"] is String)
        let consumptions = try #require((summary["inkconsumptions"] as? [[String: Any]])?.first)
        #expect(consumptions["inkuse"] is String)
        let one = try #require((consumptions["inkconsumption"] as? [[String: Any]])?.first)
        #expect((one["amount"] as? String)?.wholeMatch(of: /[0-9]+\.[0-9]{2}/) != nil)
    }

    private func checkEnergy(_ object: [String: Any]?) throws {
        let summary = try summary(object, "energyconsumptionsummary")
        #expect((summary["energy"] as? String)?.wholeMatch(of: /[0-9]+\.[0-9]{3}/) != nil)
        #expect(summary["unit"] as? String == "kWh")
    }

    @Test(arguments: [
        (0, 2, "0.00", "0,00"), (5, 2, "0.05", "0,05"), (123_456_789, 2, "1234567.89", "1.234.567,89"),
        (100_000, 3, "100.000", "100,000"), (-1_234_50, 2, "-1234.50", "-1.234,50"), (999, 0, "999", "999"),
    ])
    func decimals(value: Int, digits: Int, plain: String, german: String) {
        #expect(DecimalText.text(value, digits: digits) == plain)
        #expect(DecimalText.german(value, digits: digits) == german)
    }
}
