import TestServers
import Testing

@testable import AdapterHostKit

/// What commands read from a running host, in whatever pieces it comes.
@Suite struct ClientTests {
    @Test func `chunks are put together, wherever they are cut`() throws {
        let framed = Array("5\r\nhello\r\n1;x=y\r\n \r\n00A\r\nworld, all\r\n0\r\n\r\n".utf8)
        var random = Seeded(3)
        for _ in 0..<50 {
            var body = ChunkedBody()
            var text: [UInt8] = []
            var rest = framed[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...7, using: &random))
                rest = rest.dropFirst(piece.count)
                text += try body.take(piece)
            }
            #expect(String(decoding: text, as: UTF8.self) == "hello world, all" && body.hasEnded)
        }
        var wrong = ChunkedBody()
        #expect(throws: ChunkedBody.Fault.self) { try wrong.take(Array("zz\r\n".utf8)) }
    }

    @Test func `events and losses are found among comments, wherever they are cut`() {
        let stream = Array(
            ": alive\n\nevent: event\nid: 1\ndata: {\"seq\":1,\"event\":{\"a\":\"data: x\"}}\n\nevent: lost\ndata: {\"lost\":7}\n\n"
                .utf8)
        var random = Seeded(5)
        for _ in 0..<50 {
            var lines = EventLines()
            var found: [EventLines.Message] = []
            var rest = stream[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 1...20, using: &random)))
                rest = rest.dropFirst(piece.count)
                found += lines.take(piece)
            }
            #expect(found == [.event(Array("{\"seq\":1,\"event\":{\"a\":\"data: x\"}}".utf8)), .lost(7)])
        }
    }

    @Test func `a report comes through JSON as it was`() throws {
        for situation in Situation.allCases {
            let report = StatusReport(situation.state, isAlive: true)
            #expect(StatusReport(json: Array(JSONLine.of(report).utf8)) == report)
        }
    }
}
