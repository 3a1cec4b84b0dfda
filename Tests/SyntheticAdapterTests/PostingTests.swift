import AdapterAPI
import Foundation
import Synchronization
import TestServers
import Testing

@testable import SyntheticAdapter

@Suite struct AnswerHeadTests {
    private func read(_ text: String, first count: Int = .max) throws -> (head: AnswerHead?, consumed: Int) {
        var consumed = 0
        let head = try AnswerHead.read(Array(text.utf8.prefix(count)), consumed: &consumed)
        return (head, consumed)
    }

    @Test func heads() throws {
        let whole = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 12\r\nRetry-After: 5\r\n\r\nHello"
        let (head, consumed) = try read(whole)
        #expect(head == AnswerHead(status: 503, bodyLength: 12, keepsConnection: true, retryAfter: 5))
        #expect(consumed == whole.utf8.count - 5)
        // Nothing is known before the empty line.
        for count in 0..<consumed { #expect(try read(whole, first: count).head == nil) }
        #expect(try read("HTTP/1.1 200 OK\r\nconnection: Close\r\n\r\n").head?.keepsConnection == false)
        #expect(try read("HTTP/1.0 200 OK\r\n\r\n").head?.keepsConnection == false)
        #expect(try read("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n").head?.keepsConnection == true)
        #expect(try read("HTTP/1.1 204 No Content\r\n\r\n").head?.bodyLength == 0)
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n"
        #expect(try read(chunked).head?.bodyLength == .some(nil))
        #expect(try read("HTTP/1.1 429\r\nRetry-After: Fri, 31 Dec 1999\r\n\r\n").head?.retryAfter == .some(nil))
    }

    @Test(arguments: [
        "SMTP ready\r\n\r\n", "HTTP/1.1\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 99x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "\r\n\r\n",
    ])
    func `what is no answer is a fault`(text: String) {
        #expect(throws: AnswerHead.Fault.self) { try read(text) }
    }

    @Test func `a head without end is a fault`() {
        let endless = "HTTP/1.1 200 OK\r\n" + String(repeating: "X: y\r\n", count: 4_000)
        #expect(throws: AnswerHead.Fault.self) { try read(endless) }
    }
}

@Suite struct PostVerdictTests {
    private func head(_ status: Int, retryAfter: Int? = nil) -> AnswerHead {
        AnswerHead(status: status, bodyLength: 0, keepsConnection: true, retryAfter: retryAfter)
    }

    @Test func `what may be taken later is kept, what will never be is forgotten`() {
        for status in [200, 202, 299] {
            var verdict = PostVerdict()
            #expect(verdict.step(after: head(status)) == .delivered)
        }
        for status in [400, 401, 403, 405, 413, 415] {
            var verdict = PostVerdict()
            #expect(verdict.step(after: head(status)) == .forgotten(status))
        }
        for status in [301, 404, 408, 429, 500, 503] {
            var verdict = PostVerdict()
            #expect(verdict.step(after: head(status)) == .again(after: 100))
        }
        var verdict = PostVerdict()
        #expect(verdict.step(after: nil) == .again(after: 100))
    }

    @Test func `tries become rarer, up to a limit, and begin anew after a success`() {
        var verdict = PostVerdict()
        let delays = (0..<40).map { _ in verdict.step(after: nil) }
        #expect(delays.prefix(4) == [.again(after: 100), .again(after: 200), .again(after: 400), .again(after: 800)])
        #expect(delays.last == .again(after: PostVerdict.longestDelay))
        #expect(verdict.step(after: head(200)) == .delivered)
        #expect(verdict.step(after: nil) == .again(after: 100))
        #expect(verdict.step(after: head(503, retryAfter: 7)) == .again(after: 7_000))
        #expect(verdict.step(after: head(503, retryAfter: .max)) == .again(after: PostVerdict.longestWish))
    }
}

@Suite struct PosterTests {
    private func post(
        _ receiver: ScriptedReceiver, _ more: [String: TestAdapter.Value] = [:], time: FakeTime = FakeTime(seconds: 0)
    ) async throws -> EventSink {
        let values: [String: TestAdapter.Value] = [
            "posts": .text("http://127.0.0.1:\(receiver.port)/jmf"), "limit": "40", "speed": "10000", "records": "8",
            "timeout": "300ms",
        ]
        return try await TestAdapter.run(values.merging(more) { $1 }, time: time)
    }

    @Test func `documents are posted in their order over one connection`() async throws {
        let receiver = try ScriptedReceiver()
        let sink = try await post(receiver)
        #expect(receiver.bodies.count == 5 && receiver.connections == 1)
        #expect(receiver.bodies.allSatisfy { $0.contains("<JMF ") && $0.hasSuffix("</JMF>\n") })
        #expect(receiver.bodies.joined().components(separatedBy: "<Signal ").count == 41)
        #expect(
            receiver.heads.allSatisfy {
                $0.hasPrefix("POST /jmf HTTP/1.1\r\n") && $0.contains("application/vnd.cip4-jmf+xml")
            })
        #expect(sink.report?.gauges == ["documentsPosted": 5, "recordsPosted": 40])
    }

    @Test func `what is not taken is sent again unchanged, and nothing overtakes it`() async throws {
        let receiver = try ScriptedReceiver([
            .status(503, "Retry-After: 2"), .silence, .hangUp, .status(404), .status(429), .status(500), .noise,
            .status(200), .hangUp, .status(200, "Connection: close"),
        ])
        let time = FakeTime(seconds: 0)
        let sink = try await post(receiver, time: time)
        let bodies = receiver.bodies
        #expect(Set(bodies[0..<8]).count == 1 && Set(bodies).count == 5)
        // A kept connection that was closed meanwhile is no failure of its own: the document goes out anew at once.
        #expect(bodies[8] == bodies[9])
        #expect(time.seconds > 2)
        #expect(sink.report?.gauges == ["documentsPosted": 5, "recordsPosted": 40])
    }

    @Test func `what is refused for good is not sent again`() async throws {
        let receiver = try ScriptedReceiver([.status(200), .status(400), .status(415)])
        let sink = try await post(receiver)
        #expect(Set(receiver.bodies).count == 5 && receiver.bodies.count == 5)
        #expect(sink.report?.gauges["documentsRefused"] == 2)
    }

    @Test func `a receiver that is not there is waited for, and the wait can be ended`() async throws {
        let port = try TestBroker.freePort()
        let time = FakeTime(seconds: 0)
        let task = Task {
            try await TestAdapter.run(
                ["posts": .text("http://127.0.0.1:\(port)/"), "limit": "10", "speed": "10000"], time: time)
        }
        #expect(try await eventually { time.sleeps.withLock { $0 } > 20 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func `half a body and repeats`() async throws {
        let receiver = try ScriptedReceiver()
        _ = try await post(receiver, ["faults": ["halfWritten": "1", "duplicates": "1"]])
        // The receiver sees the end of a connection a moment later.
        #expect(try await eventually { receiver.broken == 5 })
        #expect(receiver.bodies.count == 10 && Set(receiver.bodies).count == 5)
    }
}
