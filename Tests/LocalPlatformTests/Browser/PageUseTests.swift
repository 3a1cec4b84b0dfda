import Foundation
import TestServers
import Testing

@testable import LocalPlatform

/// The page without a mouse, on a phone, under load, and without its platform.
@Suite(.serialized, .enabled(if: Driver.isInstalled, "chromium and chromedriver are not installed: skipped"))
struct PageUseTests {
    @Test func `The keyboard is enough`() async throws {
        try await PageVisit.with { visit in
            let (page, client) = (visit.browser, try await visit.platform.client("press"))
            try await visit.publish(["One", "Two", "Other", "Three"].map { PageVisit.event($0) }, from: client)
            #expect(try await visit.showsTypes(["Three", "Other", "Two", "One"]))
            try await page.press("/")
            #expect(try await page.value("document.activeElement.id") == "by-type")
            try await page.press("o")
            #expect(try await visit.showsTypes(["Other", "Two", "One"]))
            try await page.press(.enter)
            try await page.press(.down)
            #expect(try await page.sees("document.activeElement === document.querySelectorAll('#rows tr')[1]"))
            try await page.press(.enter)
            let title = "document.getElementById('event-title').textContent"
            #expect(try await page.sees("document.getElementById('event').open && \(title).startsWith('Two')"))
            try await page.press(.right)
            #expect(try await page.sees("\(title).startsWith('One')"))
            try await page.press(.escape)
            // Where one was is where one goes on.
            #expect(try await page.sees("document.activeElement === document.querySelectorAll('#rows tr')[2]"))
            try await page.press("p")
            #expect(try await page.sees("document.getElementById('pause').ariaPressed === 'true'"))
            try await page.press("p")
            try await page.press("?")
            #expect(try await page.sees("document.getElementById('help').open"))
            try await page.press(.escape)
            #expect(try await page.sees("!document.getElementById('help').open"))
            try await page.press("r")
            #expect(try await visit.showsTypes([]))
            try await page.press("/")
            try await page.press(.escape)
            #expect(try await visit.showsTypes(["Three", "Other", "Two", "One"]))
        }
    }

    @Test func `Tab reaches the switch of a shadow, with a visible focus, and every control has a name`() async throws {
        try await PageVisit.with { visit in
            let page = visit.browser
            _ = try await visit.platform.http("POST", "/api/shadows/press", #"{"state":{"desired":{"a":1}}}"#)
            let client = try await visit.platform.client("press")
            try await visit.publish([PageVisit.event("One"), PageVisit.event("Two")], from: client)
            #expect(try await page.sees("document.querySelectorAll('#rows tr, #shadow-list section').length === 3"))
            let outline = "getComputedStyle(document.activeElement).outlineStyle"
            var reached = false
            for _ in 1...40 where !reached {
                try await page.press(.tab)
                #expect(try await page.value(outline) != "none")
                reached = try await page.value("document.activeElement.matches('#shadow-list [role=switch]')") == true
            }
            #expect(reached)
            try await page.press(" ")
            #expect(try await page.sees("document.activeElement.ariaChecked === 'false'"))
            #expect(try await visit.desired("press")?["event_publishing_enabled"] == false)
            // The browser's own idea of each control's name would need its accessibility tree; these are its sources.
            let nameless = """
                [...document.querySelectorAll('button, input, select, [role=switch]')].filter(e =>
                  !e.ariaLabel && !e.labels?.length && !e.textContent.trim()).map(e => e.outerHTML)
                """
            #expect(try await page.value(nameless) == [])
        }
    }

    @Test func `A phone shows all of it without scrolling sideways`() async throws {
        try await PageVisit.with { visit in
            let page = visit.browser
            try await page.setScreen(width: 360, height: 740, isMobile: true)
            try await visit.openPage()
            let long = "a-name-without-any-space-" + String(repeating: "x", count: 90)
            let client = try await visit.platform.client(long, subscriptions: [long])
            let update = #"{"state":{"desired":{"\#(long)":"\#(long)","event_type_blacklist":["\#(long)"]}}}"#
            let path = "/api/shadows/\(long)/\(long.prefix(64))"
            #expect(try await visit.platform.http("POST", path, update)?.status == 200)
            _ = try await visit.platform.http("POST", "/api/faults", #"{"throttle":true,"provisioning":"delay"}"#)
            try await visit.publish([PageVisit.event(long, subtype: long, asset: long)], from: client)
            #expect(try await visit.showsTypes([long]))
            #expect(try await page.sees("document.querySelectorAll('#shadow-list .chip').length === 1"))
            try await page.value("document.querySelectorAll('details').forEach(e => e.open = true)")
            #expect(try await page.value("document.documentElement.scrollWidth") == 360)
            #expect(try await page.value("window.innerWidth") == 360)
            let wide = """
                [...document.querySelectorAll('section, button, input, select, h3, li')].filter(e =>
                  e.checkVisibility() && !e.closest('#quick') && e.getBoundingClientRect().right > 360.5)
                  .map(e => e.outerHTML.slice(0, 200))
                """
            #expect(try await page.value(wide) == [])
            try await page.click("#rows tr")
            #expect(try await page.sees("document.getElementById('event').open"))
            #expect(
                try await page.value("document.getElementById('event').getBoundingClientRect().right <= 360") == true)
            #expect(try await page.value("document.documentElement.scrollWidth") == 360)
        }
    }

    @Test func `Many events leave at most 200 rows, and none is missed`() async throws {
        try await PageVisit.with { visit in
            let (page, client) = (visit.browser, try await visit.platform.client("press"))
            // More at once than the stream keeps for a page that is slow: the page asks for what it missed.
            let events = (1...3000).map { PageVisit.event("n\($0 % 3)", payload: #"{"n":\#($0)}"#) }
            try await visit.publish(events, from: client)
            #expect(try await page.sees("document.querySelector('#counts dd').textContent === '3,000'"))
            #expect(try await page.sees("document.querySelector('#rows tr').dataset.seq === '3000'"))
            let numbers = "[...document.querySelectorAll('#rows tr')].map(e => Number(e.dataset.seq))"
            #expect(try await page.sees("\(numbers).length === 200"))
            #expect(try await page.sees("\(numbers).every((seq, index) => seq === 3000 - index)"))
        }
    }

    @Test func `The page says when the platform is gone, and goes on with the next one`() async throws {
        try await Browser.with { page in
            let folder = try TemporaryFolder()
            var port = 0
            func start(_ test: (PageVisit) async throws -> Void) async throws {
                try await RunningPlatform.with(folder: folder) {
                    $0.httpPort = port
                } _: { platform in
                    port = platform.addresses.httpPort
                    try await test(PageVisit(browser: page, platform: platform, address: platform.addresses.page))
                }
            }
            try await start { visit in
                try await visit.openPage()
                let client = try await visit.platform.client("press")
                try await visit.publish(["One", "Two"].map { PageVisit.event($0) }, from: client)
                #expect(try await visit.showsTypes(["Two", "One"]))
            }
            #expect(try await page.sees("document.getElementById('gone').checkVisibility()"))
            #expect(try await page.value("document.getElementById('live-text').textContent") == "Not connected")
            try await start { visit in
                #expect(try await page.sees("!document.getElementById('gone').checkVisibility()"))
                let client = try await visit.platform.client("press")
                try await visit.publish([PageVisit.event("New")], from: client)
                #expect(try await visit.showsTypes(["New"]))
            }
        }
    }
}
