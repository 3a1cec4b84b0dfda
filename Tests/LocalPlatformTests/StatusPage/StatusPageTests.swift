import Foundation
import TestServers
import Testing

@testable import LocalPlatform

/// The host's status page in a real browser, with a real host.
@Suite(
    .serialized,
    .enabled(if: Driver.isInstalled && TestBroker.program != nil, "chromium or mosquitto is not installed: skipped"))
struct StatusPageTests {
    private let verdict = "document.getElementById('verdict-title').textContent"

    @Test func `one glance says healthy or why not, and events run in, filtered, shown in full`() async throws {
        try await StatusVisit.with { visit in
            let page = visit.browser
            #expect(try await page.sees("\(verdict) === 'All is well'"))
            #expect(try await visit.finds([]))
            #expect(try await page.sees("document.getElementById('connected').textContent === 'connected'"))
            var isLive = false
            for _ in 0..<100 where !isLive {
                try visit.feed(1)
                try await Task.sleep(for: .milliseconds(100))
                isLive = try await page.value("document.querySelectorAll('#rows tr').length > 0") == true
            }
            #expect(isLive)
            try visit.feed(1, subtype: "InkSummary")
            #expect(
                try await page.sees("document.querySelector('#rows .subtype')?.textContent === 'InkSummary'"))
            try await page.type("ink", into: "#by-type")
            #expect(try await page.sees("document.querySelectorAll('#rows tr').length === 1"))
            try await page.click("#rows tr")
            #expect(try await page.sees("document.getElementById('event').open"))
            let text = try await page.value("document.getElementById('event-text').textContent").string ?? ""
            #expect(text.contains("\"amount\": \"12500.0\"") || text.contains("\"amount\": 12500.0"), "\(text)")
            try await page.press(.escape)
            #expect(try await page.sees("document.querySelector('.press .last').textContent.includes('ago')"))

            visit.broker.kill()
            #expect(try await visit.finds(["broker.unreachable"]))
            #expect(try await page.value(verdict) == "1 thing to mend")
            let cause = try await page.value("document.querySelector('#findings .cause').textContent").string
            #expect(cause?.hasPrefix("No broker answers at mqtt://127.0.0.1:") == true)
            try await visit.broker.start()
            #expect(try await page.sees("\(verdict) === 'All is well'"))
        }
    }

    @Test func `dead letters can be retried and dropped once the token is given`() async throws {
        try await StatusVisit.with { visit in
            let page = visit.browser
            try visit.feed(2, machine: "7000")
            try visit.put("<JMF><Signal", "broken.xml")
            #expect(try await visit.finds(["press.filesInError", "asset.unknown"]))
            #expect(try await page.sees("document.querySelector('.letter h3').textContent === 'unknown_asset'"))
            #expect(try await page.value("document.querySelector('.acts').checkVisibility()") == false)
            #expect(
                try await page.sees("document.querySelector('.press .fault').textContent.includes('broken.xml:1:')"))
            try await page.click("#unlock")
            try await page.type("not-the-right-token", into: "#token-text")
            try await page.press(.enter)
            #expect(try await page.sees("document.getElementById('token-wrong').textContent !== ''"))
            try await page.value("document.getElementById('token-text').value = ''")
            try await page.type(StatusVisit.token, into: "#token-text")
            try await page.press(.enter)
            #expect(try await page.sees("document.querySelector('.acts').checkVisibility()"))
            try await page.click(".acts button:first-child")
            #expect(try await page.sees("document.getElementById('toast').textContent.startsWith('2 kept')"))
            try await page.click(".acts button.danger")
            #expect(try await page.sees("document.getElementById('sure').open"))
            try await page.click("#sure-yes")
            #expect(try await visit.finds(["press.filesInError"]))
            #expect(try await page.sees("document.getElementById('no-letter').checkVisibility()"))
        }
    }

    @Test func `the keyboard is enough, every control has a name, and a phone needs no scrolling sideways`()
        async throws
    {
        try await StatusVisit.with { visit in
            let page = visit.browser
            try visit.feed(1, machine: "a-machine-without-any-space-" + String(repeating: "x", count: 90))
            #expect(try await visit.finds(["asset.unknown"]))
            try await page.press("/")
            #expect(try await page.value("document.activeElement.id") == "by-type")
            try await page.press(.escape)
            try await page.press("p")
            #expect(try await page.sees("document.getElementById('pause').ariaPressed === 'true'"))
            try await page.press("p")
            try await page.press("?")
            #expect(try await page.sees("document.getElementById('help').open"))
            try await page.press(.escape)
            let nameless = """
                [...document.querySelectorAll('button, input, select')].filter(e =>
                  !e.ariaLabel && !e.labels?.length && !e.textContent.trim()).map(e => e.outerHTML)
                """
            // What the question is about is named when it is asked.
            #expect(try await page.value("\(nameless).filter(e => !e.includes('sure-yes'))") == [])
            try await page.setScreen(width: 360, height: 740, isMobile: true)
            try await visit.openPage()
            #expect(try await visit.finds(["asset.unknown"]))
            #expect(try await page.value("document.documentElement.scrollWidth") == 360)
            let wide = """
                [...document.querySelectorAll('section, button, input, select, h3, li, dd')].filter(e =>
                  e.checkVisibility() && e.getBoundingClientRect().right > 360.5).map(e => e.outerHTML.slice(0, 200))
                """
            #expect(try await page.value(wide) == [])
        }
    }
}
