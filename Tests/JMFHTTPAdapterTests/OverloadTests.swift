import AdapterAPI
import TestServers
import Testing

/// When the host cannot take more: the sender is told to try again, never to give up.
@Suite struct OverloadTests {
    @Test func `a full spool is 503 with Retry-After, and all goes on when there is room`() async throws {
        let portal = try await Portal.start()
        portal.sink.behaviour = .isFull
        for id in ["a", "b"] {
            let response = try #require(try await portal.post(Messages.jmf(Messages.signal(id))))
            #expect(response.status == 503)
            #expect(response.fields["retry-after"].flatMap { Int($0) } ?? 0 > 0)
        }
        portal.sink.behaviour = .takes
        _ = try await eventually { portal.sink.durable.count >= 1 }
        // Tried again, as the sender would: what was stored behind its back comes with the same identity.
        for id in ["a", "b"] { #expect(try await portal.post(Messages.jmf(Messages.signal(id)))?.status == 200) }
        #expect(Set(portal.sink.items.map(\.identity)).count == 2)
    }

    @Test func `a host that fails is 503, and ends the source`() async throws {
        let portal = try await Portal.start()
        portal.sink.behaviour = .fails
        #expect(try await portal.post(Messages.jmf(Messages.signal("f")))?.status == 503)
        #expect(await portal.end() is StoreSink.Failure)
        #expect(throws: (any Error).self) { try RawConnection(port: portal.port) }
    }

    @Test func `more bodies at once than the memory for them`() async throws {
        // The slow sender's bytes count once they have been read, which nothing shows: if they come together with the
        // next one's, it is the slow one that is refused. So it is tried again with a longer pause between them.
        for pause in [20, 200, 2_000, 10_000] {
            // The slow sender must not be given up, however long a busy machine takes to refuse the other.
            let portal = try await Portal.start([
                ("maxBodySize", .text("10000")), ("maxBodiesInFlight", .text("10000")), ("bodyTimeout", .text("1h")),
                ("idleTimeout", .text("1h")),
            ])
            let slow = try RawConnection(port: portal.port)
            let padding = String(repeating: " ", count: 9000)
            try await slow.send("POST /jmfportal HTTP/1.1\r\nHost: t\r\nContent-Length: 9500\r\n\r\n<JMF>" + padding)
            try await Task.sleep(for: .milliseconds(pause))
            let refused = try await portal.post(Messages.jmf(Messages.signal("m")) + padding.prefix(5000))
            guard refused?.status == 503 else { continue }
            #expect(refused?.fields["retry-after"] != nil)
            try await slow.send(String(repeating: " ", count: 9500 - 9000 - 5 - 6) + "</JMF>")
            #expect(try await slow.response()?.status == 200)
            #expect(
                try await portal.post(Messages.jmf(Messages.signal("n")))?.status == 200, "its memory is free again")
            return
        }
        Issue.record("nobody was refused")
    }

    @Test func `a sender that does not finish its body gets 408 and is cut off`() async throws {
        let portal = try await Portal.start([("bodyTimeout", .text("300ms")), ("idleTimeout", .text("1h"))])
        let connection = try RawConnection(port: portal.port)
        try await connection.send("POST /jmfportal HTTP/1.1\r\nHost: t\r\nContent-Length: 100\r\n\r\n<JMF>")
        #expect(try await connection.response()?.status == 408)
        #expect(try await connection.ends())
        #expect(portal.sink.batches.isEmpty)
    }

    @Test(arguments: ["", "POST /jmfportal HTTP/1.1\r\nHost: t\r\nConte"])
    func `a connection without a request, or with half a head, is cut off`(start: String) async throws {
        let portal = try await Portal.start([("idleTimeout", .text("300ms"))])
        let connection = try RawConnection(port: portal.port)
        if !start.isEmpty { try await connection.send(start) }
        #expect(try await connection.ends())
    }

    @Test func `one connection more than allowed waits for its turn`() async throws {
        let portal = try await Portal.start([("maxConnections", .text("1")), ("idleTimeout", .text("1s"))])
        let first = try RawConnection(port: portal.port)
        try await first.post(body: Array(Messages.jmf(Messages.signal("1")).utf8))
        #expect(try await first.response()?.status == 200)
        // Taken as soon as the first one has been idle for too long.
        #expect(try await portal.post(Messages.jmf(Messages.signal("2")))?.status == 200)
    }

    @Test func `stopping answers who waits, and frees the port`() async throws {
        let portal = try await Portal.start()
        portal.sink.behaviour = .isFull
        let connection = try RawConnection(port: portal.port)
        try await connection.post(body: Array(Messages.jmf(Messages.signal("s")).utf8))
        let error = await portal.stop()
        #expect(error is CancellationError)
        let response = try await connection.response()
        #expect(response == nil || response?.status == 503)
        #expect(throws: (any Error).self) { try RawConnection(port: portal.port) }
        let next = try await Portal.start(port: portal.port)
        #expect(try await next.post(Messages.jmf(Messages.signal("s")))?.status == 200)
    }

    @Test func `a hundred senders at once`() async throws {
        let portal = try await Portal.start()
        let port = portal.port
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<100 {
                group.addTask {
                    let body = Array(Messages.jmf(Messages.signal("h\(number)")).utf8)
                    for _ in 0..<20 {
                        let status = try await RawConnection.post(port: port, body: body)?.status ?? 0
                        if status != 503 { return status }
                    }
                    return 503
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.allSatisfy { $0 == 200 })
        #expect(Set(portal.sink.items.map(\.identity)).count == 100)
    }
}
