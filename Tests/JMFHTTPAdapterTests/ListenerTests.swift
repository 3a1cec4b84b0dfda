import Glibc
import TestServers
import Testing

/// Addresses: shared, taken, allowed, encrypted.
@Suite struct ListenerTests {
    @Test func `two sources share an address by their paths`() async throws {
        let first = try await Portal.start([("path", .text("/press-1"))], id: "one")
        let second = try await Portal.start([("path", .text("/press-2"))], port: first.port, id: "two")
        #expect(try await first.post(Messages.jmf(Messages.signal("a")), path: "/press-1")?.status == 200)
        #expect(try await first.post(Messages.jmf(Messages.signal("b")), path: "/press-2")?.status == 200)
        try #require(first.sink.items.count == 1 && second.sink.items.count == 1)
        #expect(first.sink.items[0].payload.contains("job-a") && second.sink.items[0].payload.contains("job-b"))
        _ = await first.stop()
        let gone = try await second.post(Messages.jmf(Messages.signal("c")), path: "/press-1")
        #expect(gone?.status == 404, "its senders keep what they have")
        #expect(try await second.post(Messages.jmf(Messages.signal("d")), path: "/press-2")?.status == 200)
        _ = await second.stop()
        #expect(throws: (any Error).self) { try RawConnection(port: first.port) }
    }

    @Test func `sources of one address must differ in path and agree on the rest`() async throws {
        let first = try await Portal.start()
        let same = try Portal(port: first.port, id: "same")
        #expect("\(try #require(await same.end()))".contains("another source has the path /jmfportal"))
        let other = try Portal([("path", .text("/x")), ("maxConnections", .text("7"))], port: first.port, id: "other")
        #expect("\(try #require(await other.end()))".contains("with other settings"))
        #expect(try await first.post(Messages.jmf(Messages.signal("a")))?.status == 200)
    }

    @Test func `a port that is taken is named, with what to do`() async throws {
        let taken = try TestBroker.listener()
        let portal = try Portal(port: TestBroker.port(of: taken))
        let error = try #require(await portal.end())
        #expect("\(error)".contains("cannot listen on 127.0.0.1:\(portal.port): the port is taken by another program"))
        close(taken)
        let next = try await Portal.start(port: portal.port)
        #expect(try await next.post(Messages.jmf(""))?.status == 200)
    }

    @Test(arguments: [(["10.0.0.0/8", "::1"], 403), (["127.0.0.0/8"], 200), (["::ffff:127.0.0.1"], 200)])
    func `senders that are not in the list`(allow: [String], status: Int) async throws {
        let portal = try await Portal.start([("allow", .list(allow))])
        #expect(try await portal.post(Messages.jmf(Messages.signal("a")))?.status == status)
        #expect(portal.sink.items.count == (status == 200 ? 1 : 0))
        let connection = try RawConnection(port: portal.port)
        try await connection.send(
            "POST /jmfportal HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await connection.response()?.status == (status == 200 ? 100 : 403), "before the body is sent")
        #expect(portal.log.all.contains { $0.contains("refused 127.0.0.1") } == (status == 403))
    }

    @Test(.enabled(if: Curl.program != nil, "skipped: no curl"))
    func `TLS, with and without the sender's certificate`() async throws {
        let certificates = try TestCertificates()
        let body = Messages.jmf(Messages.signal("tls"))
        var tls = [("certificate", certificates.path("server.pem")), ("key", certificates.path("server.key"))]
        let plain = try await Portal.start([("tls", .mapping(tls))])
        let authority = ["--cacert", certificates.path("ca.pem")]
        #expect(try await Curl.post(body, to: "https://127.0.0.1:\(plain.port)/jmfportal", authority) == "200")
        #expect(plain.sink.items.count == 1)
        #expect(try await Curl.post(body, to: "http://127.0.0.1:\(plain.port)/jmfportal", []) == "000")

        tls.append(("clientCA", certificates.path("ca.pem")))
        let mutual = try await Portal.start([("tls", .mapping(tls))])
        let url = "https://127.0.0.1:\(mutual.port)/jmfportal"
        func identity(_ name: String) -> [String] {
            ["--cert", certificates.path("\(name).pem"), "--key", certificates.path("\(name).key")]
        }
        #expect(try await Curl.post(body, to: url, authority) == "000")
        #expect(try await Curl.post(body, to: url, authority + identity("foreign")) == "000")
        #expect(try await Curl.post(body, to: url, authority + identity("client")) == "200")
        #expect(mutual.sink.items.count == 1)
    }

    @Test
    func `files that TLS cannot use are named`() async throws {
        let certificates = try TestCertificates()
        for (certificate, key, named) in [
            ("/nonexistent.pem", certificates.path("server.key"), "/nonexistent.pem"),
            (certificates.path("server.pem"), certificates.path("client.key"), "server.pem"),
            (certificates.path("server.pem"), certificates.path("server.pem"), "server.pem"),
        ] {
            let portal = try Portal(
                [("tls", .mapping([("certificate", certificate), ("key", key)]))], port: TestBroker.freePort())
            #expect("\(try #require(await portal.end()))".contains(named))
        }
    }

    @Test(.enabled(if: Curl.program != nil, "skipped: no curl"))
    func `a large body as curl sends it`() async throws {
        let portal = try await Portal.start()
        let body = Messages.jmf((0..<20_000).map { Messages.signal("s\($0)") }.joined())
        var status = ""
        for _ in 0..<20 where status != "200" {
            status = try await Curl.post(body, to: "http://127.0.0.1:\(portal.port)/jmfportal", [])
        }
        #expect(status == "200")
        #expect(Set(portal.sink.items.map(\.identity)).count == 20_000)
    }
}
