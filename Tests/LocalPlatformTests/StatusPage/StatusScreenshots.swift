import Foundation
import TestServers
import Testing

@testable import LocalPlatform

private let screenshotFolder = ProcessInfo.processInfo.environment["ADAPTER_HOST_SCREENSHOTS"]

/// Pictures of the status page with invented data, for people to look at, in the folder of `ADAPTER_HOST_SCREENSHOTS`.
@Suite(.serialized, .enabled(if: screenshotFolder != nil && Driver.isInstalled, "set ADAPTER_HOST_SCREENSHOTS=DIR"))
struct StatusScreenshots {
    @Test func `the page in light, in dark, on a phone; healthy and not`() async throws {
        let folder = try #require(screenshotFolder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let presses = [
            "cutter-1": StatusVisit.cutter,
            "fleet":
                "adapter: synthetic\npresses: 3\nseed: 42\nspeed: 60\nevents: [ status, ink, reference-client-test ]\nrate: 2/s\nzone: Europe/Berlin",
            "xl106": StatusVisit.cutter,
            "gone": StatusVisit.cutter.replacingOccurrences(of: "IN", with: "../nowhere/IN"),
        ]
        try await StatusVisit.with(presses: presses) { visit in
            let page = visit.browser
            func take(_ name: String) async throws {
                try await page.screenshot().write(to: URL(fileURLWithPath: "\(folder)/status-\(name).png"))
            }
            for step in 0..<40 {
                try visit.feed(step % 7 + 1)
                if step % 3 == 0 { try visit.feed(step % 5 + 1, press: "xl106") }
                try await Task.sleep(for: .seconds(1))
            }
            try visit.feed(3, machine: "7000")
            try visit.put("<JMF><Signal", "broken.xml")
            #expect(try await page.sees("document.querySelectorAll('.letter').length > 0"))
            for isDark in [false, true] {
                try await page.setScreen(width: 1360, height: 1100)
                try await page.setDark(isDark)
                try await take(isDark ? "dark" : "light")
            }
            try await page.setDark(false)
            try await page.setScreen(width: 360, height: 780, isMobile: true)
            try await take("phone")
            for part in ["presses", "events", "letters"] {
                try await page.value("document.getElementById('\(part)').scrollIntoView()")
                try await take("phone-\(part)")
            }
        }
        try await StatusVisit.with { visit in
            try await visit.browser.setScreen(width: 1360, height: 860)
            try visit.feed(40)
            try await Task.sleep(for: .seconds(15))
            try await visit.browser.screenshot().write(to: URL(fileURLWithPath: "\(folder)/status-well.png"))
        }
    }
}
