import Foundation
import TestServers
import Testing

@testable import LocalPlatform

/// The page in a real browser, with a platform and clients on real sockets.
@Suite(.serialized, .enabled(if: Driver.isInstalled, "chromium and chromedriver are not installed: skipped"))
struct PageTests {
    @Test func `Events appear, newest first, filters hide and show them, pause holds them back`() async throws {
        try await PageVisit.with { visit in
            let (page, client) = (visit.browser, try await visit.platform.client("press"))
            #expect(try await page.sees("document.getElementById('try').textContent.includes('mosquitto_pub')"))
            try await visit.publish(
                [
                    PageVisit.event("Signal"), PageVisit.event("reference-client-test", asset: "press-2"),
                    PageVisit.event("Signal", subtype: "t"),
                ], from: client)
            #expect(try await visit.showsTypes(["Signal", "reference-client-test", "Signal"]))
            #expect(try await page.sees("!document.getElementById('try').checkVisibility()"))
            try await page.click("#quick button:first-child")
            #expect(try await visit.showsTypes(["reference-client-test"]))
            #expect(try await page.value("document.querySelector('#quick button').ariaPressed") == "true")
            try await page.click("#quick button:first-child")
            #expect(try await visit.showsTypes(["Signal", "reference-client-test", "Signal"]))
            // Part of a name matches as one types.
            try await page.type("SIGN", into: "#by-type")
            try await page.type("t", into: "#by-subtype")
            #expect(try await visit.showsTypes(["Signal"]))
            try await page.click("#clear")
            try await page.type("press-2", into: "#by-asset")
            #expect(try await visit.showsTypes(["reference-client-test"]))
            try await page.click("#clear")

            try await page.click("#pause")
            try await visit.publish([PageVisit.event("Late")], from: client, firstID: 4)
            #expect(try await page.sees("document.getElementById('pause').textContent.includes('1 new')"))
            #expect(try await visit.showsTypes(["Signal", "reference-client-test", "Signal"]))
            try await page.click("#pause")
            #expect(try await visit.showsTypes(["Late", "Signal", "reference-client-test", "Signal"]))
            #expect(try await page.sees("document.querySelector('#counts dd').textContent === '4'"))
        }
    }

    @Test func `A click shows an event in full, as it was written`() async throws {
        try await PageVisit.with { visit in
            let (page, client) = (visit.browser, try await visit.platform.client("press"))
            let payload = #"{"speed":12500.0,"big":12345678901234567890,"list":[1,{}],"text":"a\n\"b\", {c}: 1"}"#
            let event = PageVisit.event("Signal", payload: payload)
            try await visit.publish([event], from: client)
            #expect(try await visit.showsTypes(["Signal"]))
            try await page.click("#rows tr")
            #expect(try await page.sees("document.getElementById('event').open"))
            let text = try #require(try await page.value("document.getElementById('event-text').textContent").string)
            #expect(text.contains("\n    \"speed\": 12500.0,\n    \"big\": 12345678901234567890,\n"))
            #expect(text.contains("\"list\": [\n      1,\n      {}\n    ],\n    \"text\": \"a\\n\\\"b\\\", {c}: 1\"\n"))
            #expect(try JSONParser.parse(Array(text.utf8)) == JSONParser.parse(Array(event.utf8)))
            try await page.click("#copy")
            #expect(try await page.sees("/^Copied|^Selected/.test(document.getElementById('toast').textContent)"))
            try await page.click("#only")
            #expect(try await page.sees("!document.getElementById('event').open"))
            #expect(try await page.value("document.getElementById('by-type').value") == "Signal")
        }
    }

    @Test func `Hostile names and contents are shown as text`() async throws {
        try await PageVisit.with { visit in
            let page = visit.browser
            let attack = "<img src=x onerror=window.attacked=1>"
            let client = try await visit.platform.client(attack, subscriptions: [attack])
            // Names of things are checked; what stands in their shadows is not.
            let body: JSONValue = [
                "state": [
                    "desired": [attack: .string(attack), "event_type_blacklist": [.string(attack)], "__proto__": "p"],
                    "reported": ["event_type_blacklist": "no list"],
                ]
            ]
            #expect(try await visit.platform.http("POST", "/api/shadows/press", body.text)?.status == 200)
            #expect(try await visit.platform.http("POST", "/api/shadows/press/named", body.text)?.status == 200)
            let event = PageVisit.event(attack, subtype: attack, asset: attack, payload: "[\"</script>\(attack)\"]")
            try await visit.publish([event, "<svg/onload=window.attacked=2>"], from: client)
            #expect(try await visit.showsTypes(["(no type)", attack]))
            let text = JSONValue.string(attack).text
            for place in [
                "#rows tr:last-child .subtype", "#shadow-list h3", "#client-list h3", "#client-list details li",
                "#shadow-list .chip span",
            ] {
                #expect(
                    try await page.sees(
                        "[...document.querySelectorAll('\(place)')].some(e => e.textContent === \(text))"),
                    "\(place)")
            }
            try await page.click("#rows tr:last-child")
            #expect(try await page.sees("document.getElementById('event-text').textContent.includes(\(text))"))
            try await page.press(.left)
            #expect(try await page.sees("document.getElementById('event-text').textContent.includes('\"raw\"')"))
            #expect(try await page.value("document.images.length + document.querySelectorAll('svg').length") == 1)
            #expect(try await page.value("typeof window.attacked") == "undefined")
        }
    }

    @Test func `Switch and blacklist change what is desired, and the page shows when it is reported`() async throws {
        try await PageVisit.with { visit in
            let (page, press) = (visit.browser, try await visit.platform.client("press"))
            let shadow = "#shadow-list [data-thing=press]"
            #expect(try await page.sees("document.querySelector('\(shadow)') !== null"))
            let sync = "document.querySelector('\(shadow) .line').textContent"
            #expect(try await page.sees("\(sync).includes('no shadow yet')"))

            try await page.click("\(shadow) [role=switch]")
            #expect(try await page.sees("\(sync).includes('1 pending')"))
            #expect(try await visit.desired("press") == ["event_publishing_enabled": false])
            try await visit.report(#"{"event_publishing_enabled":false}"#, thing: "press", from: press)
            #expect(try await page.sees("\(sync).includes('in sync') && \(sync).includes('v2')"))

            try await page.type("reference-client-test.any", into: "\(shadow) input")
            try await page.press(.enter)
            try await page.type("PDA", into: "\(shadow) input")
            try await page.press(.enter)
            #expect(try await page.sees("document.querySelectorAll('\(shadow) .chip').length === 2"))
            #expect(
                try await visit.desired("press") == [
                    "event_publishing_enabled": false, "event_type_blacklist": ["reference-client-test.any", "PDA"],
                ])
            #expect(try await page.sees("document.querySelector('\(shadow) tr.differs').textContent.includes('PDA')"))
            try await visit.report(
                #"{"event_type_blacklist":["reference-client-test.any","PDA"]}"#, thing: "press", from: press)
            #expect(try await page.sees("\(sync).includes('in sync')"))

            try await page.click("\(shadow) .chip button")
            #expect(try await page.sees("document.querySelectorAll('\(shadow) .chip').length === 1"))
            try await page.click("\(shadow) [role=switch]")
            #expect(try await page.sees("document.querySelector('\(shadow) [role=switch]').ariaChecked === 'true'"))
            #expect(
                try await visit.desired("press") == [
                    "event_publishing_enabled": true, "event_type_blacklist": ["PDA"],
                ])
        }
    }

    @Test func `Clients are shown and cut, faults set and reset`() async throws {
        try await PageVisit.with { visit in
            let (page, press) = (visit.browser, try await visit.platform.client("press", subscriptions: ["a/#", "b"]))
            let other = try await visit.platform.client("other")
            #expect(try await page.sees("document.querySelectorAll('#client-list .client').length === 2"))
            let text = try await page.value("document.querySelector('[data-id=press]').textContent").string
            #expect(text?.contains("TCP") == true && text?.contains("2 subscriptions") == true, "\(text ?? "")")
            try await page.click("[data-id=press] button.danger")
            #expect(try await press.ends())
            #expect(try await page.sees("document.querySelectorAll('#client-list .client').length === 1"))
            other.read()
            #expect(!other.hasEnded)

            try await page.click("[data-fault=refuseConnects] [role=switch]")
            try await page.click("[data-fault=shadowService] option[value=refuse]")
            try await page.click("[data-fault=losePubacks] option[value=next]")
            #expect(try await page.sees("document.getElementById('fault-count').textContent === '3 on'"))
            let faults = try await visit.platform.http("GET", "/api/faults")?.json
            #expect(faults?["refuseConnects"] == true)
            #expect(faults?["shadowService"] == "refuse")
            #expect(faults?["losePubacks"] == ["next": 10])
            #expect(try await page.sees("document.getElementById('faulty').checkVisibility()"))
            try await page.click("#reset")
            #expect(try await page.sees("document.getElementById('fault-count').textContent === 'none'"))
            #expect(try await visit.platform.http("GET", "/api/faults")?.json == Faults().json)
            let asset = try await visit.platform.http("POST", "/v2/provisioning", headers: ["x-api-key: test-key"])
            let id = try #require(asset?.json["clientId"])
            #expect(try await page.sees("document.getElementById('asset-list').textContent.includes(\(id.text))"))
        }
    }
}
