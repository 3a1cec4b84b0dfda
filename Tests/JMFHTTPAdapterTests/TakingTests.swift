import AdapterAPI
import Foundation
import TestServers
import Testing

@testable import JMFHTTPAdapter

/// What is taken, in which forms, and what the sender is told.
@Suite struct TakingTests {
    @Test(arguments: [
        "application/vnd.cip4-jmf+xml", "text/xml; charset=utf-8", "application/xml", "Text/XML", nil,
    ])
    func `a signal of each media type, or none, is an event and gets 200`(type: String?) async throws {
        let portal = try await Portal.start()
        let response = try #require(try await portal.post(Messages.jmf(Messages.signal("s1")), type: type))
        #expect(response.status == 200)
        #expect(response.fields["content-type"] == "application/vnd.cip4-jmf+xml")
        #expect(portal.sink.items.map(\.subtype) == ["SignalResource"])
        #expect(portal.sink.items.first?.payload.contains("\"jobid\":\"job-s1\"") == true)
    }

    @Test func `XJMF`() async throws {
        let portal = try await Portal.start()
        let body = Messages.xjmf(
            "<SignalResource><Header DeviceID=\"press-7\" ID=\"x1\"/><ResourceInfo JobID=\"j\"/></SignalResource>")
        let response = try #require(try await portal.post(body, type: "application/vnd.cip4-xjmf+xml"))
        #expect(response.status == 200)
        #expect(response.fields["content-type"] == "application/vnd.cip4-xjmf+xml")
        #expect(portal.sink.items.map(\.subtype) == ["SignalResource"])
    }

    @Test func `a MIME package`() async throws {
        let portal = try await Portal.start()
        let part = Messages.jmf(Messages.signal("m1") + Messages.signal("m2"))
        let body = """
            --part\r\nContent-Type: application/vnd.cip4-jmf+xml\r\nContent-ID: <a@b>\r\n\r\n\(part)\r\n\
            --part\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--part--\r\n
            """
        let type = "multipart/related; boundary=part; type=\"application/vnd.cip4-jmf+xml\""
        let response = try #require(try await portal.post(body, type: type))
        #expect(response.status == 200)
        #expect(response.body.contains("refID=\"m1\"") && response.body.contains("refID=\"m2\""))
        #expect(portal.sink.items.count == 2)
        #expect(portal.sink.batches.count == 1, "one transaction")
    }

    @Test func `gzip, chunked`() async throws {
        let portal = try await Portal.start()
        let folder = try TemporaryFolder()
        try Messages.jmf(Messages.signal("z1")).write(toFile: folder.file("b"), atomically: true, encoding: .utf8)
        try TestBroker.launch("/bin/gzip", [folder.file("b")], output: nil).waitUntilExit()
        let packed = try #require(FileManager.default.contents(atPath: folder.file("b.gz")))
        let connection = try RawConnection(port: portal.port)
        try await connection.send(
            """
            POST /jmfportal HTTP/1.1\r\nHost: t\r\nContent-Type: text/xml\r\nContent-Encoding: gzip\r\n\
            Transfer-Encoding: chunked\r\n\r\n
            """)
        for start in stride(from: 0, to: packed.count, by: 50) {
            let piece = packed[start..<min(packed.count, start + 50)]
            try await connection.send(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
        }
        try await connection.send("0\r\n\r\n")
        #expect(try await connection.response()?.status == 200)
        #expect(portal.sink.items.count == 1)
    }

    @Test func `a sender that waits for 100 Continue gets it`() async throws {
        let portal = try await Portal.start()
        let body = Array(Messages.jmf(Messages.signal("e1")).utf8)
        let connection = try RawConnection(port: portal.port)
        try await connection.send(
            "POST /jmfportal HTTP/1.1\r\nHost: t\r\nContent-Length: \(body.count)\r\nExpect: 100-continue\r\n\r\n")
        #expect(try await connection.response()?.status == 100)
        try await connection.send(body)
        #expect(try await connection.response()?.status == 200)
        #expect(portal.sink.items.count == 1)
    }

    @Test func `many requests on one connection, two of them at once`() async throws {
        let portal = try await Portal.start()
        let connection = try RawConnection(port: portal.port)
        for number in 0..<5 {
            try await connection.post(body: Array(Messages.jmf(Messages.signal("k\(number)")).utf8))
            #expect(try await connection.response()?.status == 200)
        }
        try await connection.post(body: Array(Messages.jmf(Messages.signal("p1")).utf8))
        try await connection.post(body: Array(Messages.jmf(Messages.signal("p2")).utf8))
        #expect(try await connection.response()?.body.contains("refID=\"p1\"") == true)
        #expect(try await connection.response()?.body.contains("refID=\"p2\"") == true)
        #expect(portal.sink.items.count == 7)
    }

    @Test(arguments: ["HTTP/1.0\r\n", "HTTP/1.1\r\nHost: t\r\nConnection: Close\r\n"])
    func `a sender that wants the connection to end sees it end behind the answer`(version: String) async throws {
        let portal = try await Portal.start()
        let body = Messages.jmf(Messages.signal("c1"))
        let connection = try RawConnection(port: portal.port)
        try await connection.send("POST /jmfportal \(version)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        #expect(try await connection.response()?.status == 200)
        #expect(try await connection.ends(within: .seconds(10)))
    }

    @Test func `the answer comes only once the events are on disk`() async throws {
        let portal = try await Portal.start()
        portal.sink.behaviour = .isSlow
        let connection = try RawConnection(port: portal.port)
        try await connection.post(body: Array(Messages.jmf(Messages.signal("d1")).utf8))
        #expect(try await eventually { portal.sink.batches.count == 1 })
        #expect(try await connection.response(within: .milliseconds(200)) == nil)
        #expect(portal.sink.durable.isEmpty)
        portal.sink.behaviour = .takes
        let response = try #require(try await connection.response())
        // On a machine that was busy for a second the sender was told to try again instead.
        #expect(response.status == 200 || response.status == 503)
        #expect(portal.sink.durable.count == 1)
    }

    @Test func `the same body again has the same identities, and drops its repeats`() async throws {
        let portal = try await Portal.start()
        let body = Messages.jmf(Messages.signal("r1") + Messages.signal("r2"))
        #expect(try await portal.post(body)?.status == 200)
        #expect(try await portal.post(body)?.status == 200)
        let identities = portal.sink.items.map(\.identity)
        #expect(identities.count == 4)
        #expect(Array(identities[..<2]) == Array(identities[2...]))
        #expect(identities[0] != identities[1])
        #expect(portal.sink.batches.allSatisfy { $0.records.allSatisfy(\.dropsRepeats) })
    }

    @Test func `counters of earlier bodies are kept with the checkpoint`() async throws {
        let portal = try await Portal.start()
        func status(_ id: String, _ counter: String) -> String {
            Messages.jmf(
                "<Signal ID=\"\(id)\" Type=\"Status\"><DeviceInfo DeviceID=\"7\" DeviceStatus=\"Running\" \(counter)/></Signal>"
            )
        }
        #expect(try await portal.post(status("a", "TotalProductionCounter=\"4711\""))?.status == 200)
        #expect(try await portal.post(status("b", ""))?.status == 200)
        let signals = portal.sink.items.filter { $0.subtype == "Status" }
        #expect(signals.count == 2)
        #expect(signals.allSatisfy { $0.payload.contains("\"totalproductioncounter\":4711") })
        #expect(portal.sink.checkpoint?.bytes.isEmpty == false)
    }

    @Test func `documents that are no messages are taken too`() async throws {
        let portal = try await Portal.start()
        let body =
            "<ProductionDataAcquisition><Message DeviceID=\"6000\"><JobEvent JobID=\"1\"/></Message></ProductionDataAcquisition>"
        let response = try #require(try await portal.post(body, type: "text/xml"))
        #expect(response.status == 200)
        #expect(portal.sink.items.map(\.subtype) == ["JobEvent"])
    }
}
