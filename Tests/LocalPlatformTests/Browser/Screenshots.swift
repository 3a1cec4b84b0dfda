import Foundation
import TestServers
import Testing

@testable import LocalPlatform

private let screenshotFolder = ProcessInfo.processInfo.environment["ADAPTER_HOST_SCREENSHOTS"]

/// Pictures of the page with invented data, for people to look at, in the folder that `ADAPTER_HOST_SCREENSHOTS` names.
@Suite(.serialized, .enabled(if: screenshotFolder != nil && Driver.isInstalled, "set ADAPTER_HOST_SCREENSHOTS=DIR"))
struct Screenshots {
    @Test func `The page, light and dark, wide and on a phone`() async throws {
        let folder = try #require(screenshotFolder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await PageVisit.with { visit in
            let page = visit.browser
            func take(_ name: String) async throws {
                try await page.screenshot().write(to: URL(fileURLWithPath: "\(folder)/\(name).png"))
            }
            try await fill(visit)
            for isDark in [false, true] {
                try await page.setScreen(width: 1360, height: 860)
                try await page.setDark(isDark)
                try await visit.openPage()
                #expect(try await page.sees("document.querySelectorAll('#rows tr').length > 100"))
                #expect(try await page.sees("document.getElementById('peak').textContent !== ''"))
                try await take(isDark ? "dark" : "light")
            }
            try await page.click("#rows tr")
            #expect(try await page.sees("document.getElementById('event').open"))
            try await take("event-dark")
            try await page.setDark(false)
            try await page.setScreen(width: 360, height: 780, isMobile: true)
            try await visit.openPage()
            #expect(try await page.sees("document.querySelectorAll('#rows tr').length > 100"))
            try await take("phone")
            for part in ["shadows", "clients", "faults"] {
                try await page.value("document.getElementById('\(part)').scrollIntoView()")
                try await take("phone-\(part)")
            }
        }
    }

    /// Three presses for a while, through one host, and a shadow that is half reported.
    private func fill(_ visit: PageVisit) async throws {
        let thing = "pressroom-north"
        let topics = ["get/accepted", "get/rejected", "update/accepted", "update/rejected", "update/delta"]
        let host = try await visit.platform.client(
            thing, subscriptions: topics.map { "$aws/things/\(thing)/shadow/\($0)" })
        let update: JSONValue = [
            "state": [
                "desired": ["event_publishing_enabled": true, "event_type_blacklist": ["smoke-test"]],
                "reported": ["event_publishing_enabled": true, "event_type_blacklist": []],
            ]
        ]
        _ = try await visit.platform.http("POST", "/api/shadows/\(thing)", update.text)
        let health: JSONValue = [
            "state": ["reported": ["queue": ["depth": 0], "sources": ["press-1": "ok", "press-2": "ok"]]]
        ]
        _ = try await visit.platform.http("POST", "/api/shadows/\(thing)/adapter-host", health.text)
        _ = try await visit.platform.http("POST", "/v2/provisioning", headers: ["x-api-key: test-key"])
        var random = Seeded(7)
        let kinds = [
            ("generic.signal", "Status", #"{"phase":"Production","amount":4200,"speed":12500.0}"#),
            ("generic.signal", "Status", #"{"phase":"Setup","amount":0,"job":"Calendar 2027"}"#),
            (
                "PDA", "InkConsumptionSummary",
                #"{"ink":[{"colour":"Cyan","grams":41.5},{"colour":"Black","grams":12.0}]}"#
            ),
            ("reference-client-test", "any-sub-type", #"{"foo":"bar","counter":7}"#),
        ]
        for step in 0..<60 {
            let events = (0..<Int.random(in: 1...7, using: &random)).map { _ in
                let (type, subtype, payload) = kinds[Int.random(in: 0..<kinds.count, using: &random)]
                return PageVisit.event(
                    type, subtype: subtype, asset: "press-\(Int.random(in: 1...3, using: &random))", payload: payload)
            }
            try await visit.publish(events, from: host, firstID: UInt16(step * 10 + 1))
            try await Task.sleep(for: .milliseconds(400))
        }
    }
}
