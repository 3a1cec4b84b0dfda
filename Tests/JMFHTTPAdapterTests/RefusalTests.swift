import Foundation
import TestServers
import Testing

/// What is refused, how, and what is kept of it.
@Suite struct RefusalTests {
    private static let broken =
        "<JMF xmlns=\"\(Messages.jmfNamespace)\" SenderID=\"p\">\n<Signal ID=\"a\" Type=\"Resource\"/>\n<Signal></JMF>"

    @Test func `malformed XML gets 400 with ReturnCode 3, and lies whole in the dead letters`() async throws {
        let portal = try await Portal.start()
        let response = try #require(try await portal.post(Self.broken))
        #expect(response.status == 400)
        #expect(response.fields["content-type"] == "application/vnd.cip4-jmf+xml")
        #expect(response.body.contains("ReturnCode=\"3\""))
        #expect(response.body.contains("3:"), "line and column: \(response.body)")
        let letter = try #require(portal.sink.items.first)
        #expect(
            portal.sink.items.count == 1, "no event of a refused body, not even of the good signal before the fault")
        #expect(letter.payload == Self.broken)
        #expect(letter.refusal?.hasPrefix("bad_document: 3:") == true)
        #expect(letter.line == 3 && letter.document == "127.0.0.1 POST /jmfportal")
        let lines = portal.log.all.filter { $0.hasPrefix("warning") }
        #expect(lines.contains { $0.contains("127.0.0.1 POST /jmfportal:3:") })
        #expect(lines.allSatisfy { !$0.contains("SenderID=") }, "no payload in the log")
    }

    @Test(arguments: [
        ("<!DOCTYPE JMF [<!ENTITY a \"b\">]><JMF/>", "DOCTYPE"), ("", "empty"), ("hello", "not XML"),
        ("<Unknown/>", "Unknown"), ("<JMF xmlns:a=\"b\"><Signal Type=\"Status\"></JMF>", "mismatch"),
    ])
    func `what else makes no events`(body: String, reason: String) async throws {
        let portal = try await Portal.start()
        let response = try #require(try await portal.post(body, type: "application/vnd.cip4-xjmf+xml"))
        #expect(response.status == 400)
        #expect(response.body.contains(reason), "\(response.body)")
        #expect(portal.sink.items.map(\.payload) == [body])
    }

    @Test func `10,000 elements inside one another`() async throws {
        let portal = try await Portal.start()
        let body = String(repeating: "<a>", count: 10_000)
        #expect(try await portal.post(body, type: "text/xml")?.status == 400)
    }

    @Test func `the dead letter is on disk before the sender hears of it`() async throws {
        let portal = try await Portal.start()
        portal.sink.behaviour = .isFull
        let response = try #require(try await portal.post(Self.broken))
        #expect(response.status == 503, "a sender must not delete what nobody has kept")
        portal.sink.behaviour = .takes
    }

    @Test func `a body that is cut off leaves nothing behind`() async throws {
        let portal = try await Portal.start()
        let body = Array(Messages.jmf(Messages.signal("t1")).utf8)
        for head in [
            "Content-Length: \(body.count + 1)\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n\(String(body.count + 9, radix: 16))\r\n",
        ] {
            let connection = try RawConnection(port: portal.port)
            try await connection.send(Array("POST /jmfportal HTTP/1.1\r\nHost: t\r\n\(head)".utf8) + body)
            connection.finishSending()
            #expect(try await connection.response() == nil, "no answer, so the sender tries again")
            #expect(try await connection.ends())
        }
        #expect(try await portal.post(Messages.jmf(Messages.signal("t2")))?.status == 200)
        #expect(portal.sink.items.count == 1)
    }

    @Test(arguments: [
        ("application/json", [], 415), ("application/vnd.cip4-jmf+xml", ["Content-Encoding: br"], 415),
        ("image/png", [], 415),
    ])
    func `other media types`(type: String, fields: [String], status: Int) async throws {
        let portal = try await Portal.start()
        let response = try await portal.post(Messages.jmf(""), type: type, fields: fields)
        #expect(response?.status == status)
        #expect(portal.sink.batches.isEmpty)
    }

    @Test func `other paths, other methods, and what a browser sees`() async throws {
        let portal = try await Portal.start([("path", .text("/press-1/"))])
        let connection = try RawConnection(port: portal.port)
        for (line, status) in [
            ("GET /press-1", 200), ("GET /press-1/?a=b", 200), ("GET /", 404), ("GET /press-12", 404),
            ("PUT /press-1", 405), ("DELETE /press-1", 405),
        ] {
            try await connection.send("\(line) HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try await connection.response()?.status == status, "\(line)")
        }
        let head = try RawConnection(port: portal.port)
        try await head.send("HEAD /press-1 HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
        #expect(try await head.ends())
        let text = String(decoding: head.rest, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 200") && text.hasSuffix("\r\n\r\n"), "no body")
        #expect(try await portal.post(Messages.jmf(""), path: "/press-1?x=1")?.status == 200)
        #expect(try await portal.post(Messages.jmf(""), path: "/elsewhere")?.status == 404)
    }

    @Test func `a refused body that is still being sent does not hide the answer`() async throws {
        let portal = try await Portal.start()
        let connection = try RawConnection(port: portal.port)
        try await connection.send("POST /elsewhere HTTP/1.1\r\nHost: t\r\nContent-Length: 700000\r\n\r\n")
        for _ in 0..<7 { try await connection.send([UInt8](repeating: 0x20, count: 100_000)) }
        #expect(try await connection.response()?.status == 404)
        #expect(try await connection.ends())
    }

    @Test func `a body that is too large is kept by its sender, and noted once`() async throws {
        let portal = try await Portal.start([("maxBodySize", .text("1000"))])
        let large = Messages.jmf(String(repeating: Messages.signal("l"), count: 20))
        for _ in 0..<3 {
            let response = try #require(try await portal.post(large))
            #expect(response.status == 503, "on a 4xx the sender would delete it")
            #expect(response.fields["retry-after"] == "300")
        }
        let connection = try RawConnection(port: portal.port)
        try await connection.send("POST /jmfportal HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in 0..<3 { try await connection.send("200\r\n" + String(repeating: " ", count: 512) + "\r\n") }
        #expect(try await connection.response()?.status == 503)
        let letters = portal.sink.items
        #expect(letters.count == 1)
        #expect(letters.first?.refusal == "body_too_large: the body is larger than 1000 bytes (maxBodySize)")
        #expect(try await portal.post(Messages.jmf(Messages.signal("small")))?.status == 200)
    }

    @Test func `a small gzip body that becomes large is refused`() async throws {
        let portal = try await Portal.start([("maxBodySize", .text("1MiB")), ("maxBodiesInFlight", .text("1MiB"))])
        let folder = try TemporaryFolder()
        try ("<JMF>" + String(repeating: " ", count: 2 << 20) + "</JMF>")
            .write(toFile: folder.file("b"), atomically: true, encoding: .utf8)
        try TestBroker.launch("/bin/gzip", [folder.file("b")], output: nil).waitUntilExit()
        let packed = try Array(#require(try? Data(contentsOf: URL(fileURLWithPath: folder.file("b.gz")))))
        let response = try await RawConnection.post(port: portal.port, body: packed, fields: ["Content-Encoding: gzip"])
        #expect(response?.status == 400)
        #expect(portal.sink.items.first?.refusal?.contains("larger than 1048576") == true)
    }

    @Test func `a small body that makes endless events is refused`() async throws {
        let portal = try await Portal.start([("maxBodySize", .text("256KiB")), ("maxBodiesInFlight", .text("1MiB"))])
        let name = String(repeating: "n", count: 100_000)
        let body =
            "<JMF xmlns=\"\(Messages.jmfNamespace)\" AgentName=\"\(name)\">"
            + String(repeating: "<Signal Type=\"Resource\"/>", count: 5000) + "</JMF>"
        let response = try #require(try await portal.post(body))
        #expect(response.status == 400)
        #expect(response.body.contains("bytes of events"))
    }
}
