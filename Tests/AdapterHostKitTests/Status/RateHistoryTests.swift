import Testing

@testable import AdapterHostKit

@Suite struct RateHistoryTests {
    @Test func `ten seconds make a value; what is not over does not count`() {
        var history = RateHistory()
        history.note(total: 100, now: 5)
        #expect(history.rates.isEmpty && history.rate == 0)
        history.note(total: 130, now: 9)
        history.note(total: 140, now: 12)
        #expect(history.rates == [3] && history.rate == 3)
        history.note(total: 140, now: 45)
        #expect(history.rates == [3, 1, 0, 0])
    }

    @Test func `a ring of ten minutes, also after a long pause`() {
        var history = RateHistory()
        for second in 0..<2_000 { history.note(total: second * 2, now: Int64(second)) }
        #expect(history.rates == Array(repeating: 2, count: 60))
        history.note(total: 4_000, now: 100_000)
        #expect(history.rates == Array(repeating: 0, count: 60))
    }

    @Test func `a total that falls is a new beginning`() {
        var history = RateHistory()
        history.note(total: 50, now: 0)
        history.note(total: 10, now: 1)
        history.note(total: 30, now: 2)
        history.note(total: 30, now: 10)
        #expect(history.rates == [2])
    }

    @Test func `a press is silent since its last record, or since the start`() {
        var watch = PressWatch(now: 100)
        watch.note(records: 0, now: 160)
        #expect(watch.silent(now: 160) == 60)
        watch.note(records: 5, now: 170)
        watch.note(records: 5, now: 200)
        #expect(watch.silent(now: 200) == 30)
    }
}
