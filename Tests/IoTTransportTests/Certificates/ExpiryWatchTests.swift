import Testing

@testable import IoTTransport

@Suite struct ExpiryWatchTests {
    private let day: Int64 = 86_400
    private let end: Int64 = 1_790_000_000

    @Test func `says nothing before 30 days, then once a day, and at once at 7, 1 and 0`() throws {
        var watch = ExpiryWatch(notAfter: end)
        var said: [(hoursLeft: Int64, urgent: Bool)] = []
        for hour in stride(from: Int64(40 * 24), through: -30, by: -1) {
            // Half an hour aside, as no clock hits the moment.
            let now = end - hour * 3600 + 1800
            if let notice = watch.notice(at: now) { said.append((hour, notice.isUrgent)) }
        }
        let hours = said.map(\.hoursLeft)
        #expect(hours.first == 720)
        #expect(Array(hours.prefix(23)) == (0..<23).map { 720 - Int64($0) * 24 })
        // 168 hours are 7 days, 24 are one; at 0 it has expired.
        #expect(hours.contains(168) && hours.contains(24) && hours.contains(0))
        #expect(said.filter(\.urgent).map(\.hoursLeft) == [24, 0, -24])
        for (earlier, later) in zip(hours, hours.dropFirst()) { #expect(earlier - later <= 24) }
    }

    @Test func `speaks of the time that is left`() {
        func text(_ left: Int64) -> String? { ExpiryWatch.notice(notAfter: end, at: end - left)?.text }
        #expect(text(30 * day + 1) == nil)
        #expect(text(30 * day) == "the device's certificate expires in 30 days (2026-09-21 14:13 UTC)")
        #expect(text(day)?.contains("in 24 hours") == true)
        #expect(text(0)?.contains("in 0 hours") == true)
        #expect(text(-1)?.contains("has expired") == true)
    }

    @Test func `a clock that is set back or right does not silence it`() {
        var watch = ExpiryWatch(notAfter: end)
        #expect(watch.notice(at: end - 5 * day) != nil)
        #expect(watch.notice(at: end - 5 * day + 3600) == nil)
        #expect(watch.notice(at: end - 6 * day) != nil, "set back by a day")
        #expect(watch.notice(at: end - 60 * day) == nil)
        #expect(watch.notice(at: end - 5 * day) != nil)
    }
}
