import Testing

@testable import JMFHTTPAdapter

/// How long connections stay, without a network.
@Suite struct ConnectionStateTests {
    private static let second: Int64 = 1_000_000_000
    private func state() -> ConnectionState {
        ConnectionState(idleTimeout: 30 * Self.second, bodyTimeout: 60 * Self.second, now: 0)
    }

    @Test func `idle, one request, idle again`() {
        var state = state()
        #expect(state.tick(now: 29 * Self.second) == .nothing)
        state.head(now: 29 * Self.second)
        #expect(state.tick(now: 80 * Self.second) == .nothing)
        #expect(state.body(10) == (true, .nothing))
        #expect(state.end(now: 81 * Self.second) == .nothing)
        state.answerHead(closes: false)
        #expect(state.answerEnd(now: 82 * Self.second) == .nothing)
        #expect(state.tick(now: 111 * Self.second) == .nothing)
        #expect(state.tick(now: 112 * Self.second) == .close)
    }

    @Test func `a slow body is reported once, then the connection ends`() {
        var state = state()
        state.head(now: 0)
        #expect(state.tick(now: 60 * Self.second) == .reportSlowBody)
        #expect(state.tick(now: 61 * Self.second) == .nothing)
        state.answerHead(closes: true)
        #expect(state.answerEnd(now: 61 * Self.second) == .linger)
        #expect(state.tick(now: 62 * Self.second) == .nothing)
        #expect(state.tick(now: 63 * Self.second) == .close)
    }

    @Test func `nobody reads the report`() {
        var state = state()
        state.head(now: 0)
        #expect(state.tick(now: 60 * Self.second) == .reportSlowBody)
        #expect(state.tick(now: 120 * Self.second) == .close)
    }

    @Test func `an early answer lingers for what is being sent, but not for ever`() {
        var state = state()
        state.head(now: 0)
        state.answerHead(closes: true)
        #expect(state.answerEnd(now: 0) == .linger)
        #expect(state.body(ConnectionState.lingerBytes) == (false, .nothing))
        #expect(state.body(1) == (false, .close))
        var other = self.state()
        other.head(now: 0)
        other.answerHead(closes: true)
        #expect(other.answerEnd(now: 0) == .linger)
        #expect(other.end(now: 1) == .close)
    }

    @Test func `an answer that closes, after the whole request`() {
        var state = state()
        state.head(now: 0)
        #expect(state.end(now: 0) == .nothing)
        state.answerHead(closes: true)
        #expect(state.answerEnd(now: 0) == .close)
    }

    @Test func `a sender that does not read its answer`() {
        var state = state()
        state.head(now: 0)
        #expect(state.end(now: 0) == .nothing)
        #expect(state.tick(now: 59 * Self.second) == .nothing)
        #expect(state.tick(now: 60 * Self.second) == .close)
    }

    @Test func `a second request before the first one's answer`() {
        var state = state()
        state.head(now: 0)
        #expect(state.end(now: 0) == .nothing)
        state.head(now: 0)
        #expect(state.end(now: 0) == .nothing)
        #expect(state.answerEnd(now: 10 * Self.second) == .nothing)
        #expect(state.tick(now: 45 * Self.second) == .nothing)
        #expect(state.answerEnd(now: 50 * Self.second) == .nothing)
        #expect(state.tick(now: 79 * Self.second) == .nothing)
        #expect(state.tick(now: 80 * Self.second) == .close)
    }
}
