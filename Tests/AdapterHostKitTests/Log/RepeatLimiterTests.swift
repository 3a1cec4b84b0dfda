import Testing

@testable import AdapterHostKit

/// What repeats is counted, and told once a minute.
@Suite struct RepeatLimiterTests {
    private func second(_ number: Double) -> Duration { .milliseconds(Int(number * 1_000)) }

    @Test func `ten of a kind pass in a minute, the rest is told in one line`() {
        var limiter = RepeatLimiter()
        // Not within the macro, which cannot change what it is given.
        func passes(_ line: String, of group: String, now: Duration) -> Bool {
            limiter.passes(line, of: group, now: now)
        }
        let passed = (0..<224).filter { passes("port \($0): refused", of: "a", now: second(Double($0) / 10)) }
        #expect(passed == Array(0..<10))
        #expect(limiter.due(second(59.9)).isEmpty)
        #expect(
            limiter.due(second(60)) == [.init(last: "port 223: refused", count: 214, span: second(60))])
        #expect(limiter.due(second(61)).isEmpty, "told once")
        #expect(passes("port 1: refused", of: "a", now: second(61)), "a new window")
    }

    @Test func `other words and other groups are other kinds`() {
        var limiter = RepeatLimiter()
        // Not within the macro, which cannot change what it is given.
        func passes(_ line: String, of group: String, now: Duration) -> Bool {
            limiter.passes(line, of: group, now: now)
        }
        for number in 0..<20 { _ = passes("file \(number) refused", of: "press a", now: .zero) }
        #expect(passes("file 3 refused", of: "press b", now: .zero))
        #expect(passes("file 3 taken", of: "press a", now: .zero))
        #expect(!passes("file 4711 refused", of: "press a", now: .zero))
        #expect(limiter.drain(second(5)) == [.init(last: "file 4711 refused", count: 11, span: second(5))])
        #expect(limiter.drain(second(5)).isEmpty)
    }

    @Test func `few lines are never told of, and kinds are bounded`() {
        var limiter = RepeatLimiter()
        // Not within the macro, which cannot change what it is given.
        func passes(_ line: String, of group: String, now: Duration) -> Bool {
            limiter.passes(line, of: group, now: now)
        }
        func word(_ number: Int) -> String {
            String(repeating: "x", count: number % 100) + (number < 100 ? "a" : number < 200 ? "b" : "c")
        }
        for number in 0..<300 { #expect(passes(word(number), of: "", now: .zero)) }
        // Beyond the limit nothing is held back.
        for _ in 0..<20 { #expect(passes("one more", of: "", now: .zero)) }
        #expect(limiter.due(second(100)).isEmpty)
        for number in 0..<30 { #expect(passes("again", of: "", now: second(100)) == (number < 10)) }
    }
}
