import Certificates
import Foundation
import Glibc
import TestServers
import Testing

@testable import Provisioning

@Suite struct HTTPTests {
    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length:  5 \r\n\r\nhello",
        "HTTP/1.0 200 OK\n\nhello",
    ])
    func `reads an answer in pieces of any size`(text: String) throws {
        for size in 1...text.utf8.count {
            var parser = HTTPAnswerParser()
            var answer: HTTPAnswer?
            var rest = Array(text.utf8)[...]
            while answer == nil, !rest.isEmpty {
                answer = try parser.add(rest.prefix(size))
                rest = rest.dropFirst(size)
            }
            let whole = try answer ?? parser.end()
            #expect(whole.status == 200 && whole.body == Array("hello".utf8))
        }
    }

    @Test(arguments: [
        ("", "without an answer"), ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello", "cut off"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhello", "cut off"),
        ("SSH-2.0-OpenSSH\r\n\r\n", "does not speak HTTP"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", "larger than 1 MiB"),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "larger than 1 MiB"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\n", "larger than 1 MiB"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nhello", "broken"),
        (String(repeating: "x", count: 70_000), "too long"),
    ])
    func `says what is wrong with an answer`(text: String, says: String) {
        do throws(HTTPAnswerParser.Fault) {
            var parser = HTTPAnswerParser()
            if try parser.add(text.utf8) == nil { _ = try parser.end() }
            Issue.record("an answer was read")
        } catch { #expect(error.description.contains(says), "\(error)") }
    }

    @Test func `takes addresses apart`() throws {
        let secure = try HTTPEndpoint("https://api.example.com/base/v2", query: [("a", "1+ 2&ä"), ("b", "")])
        #expect(secure.isSecure && secure.port == 443 && secure.authority == "api.example.com")
        #expect(secure.target == "/base/v2?a=1%2B%202%26%C3%A4&b=")
        let local = try HTTPEndpoint("http://[::1]:8080")
        #expect(!local.isSecure && local.host == "::1" && local.authority == "[::1]:8080" && local.target == "/")
        #expect(try HTTPEndpoint("https://h/p?x=1", query: [("y", "2")]).target == "/p?x=1&y=2")
    }

    @Test(arguments: [
        "http://api.example.com/", "http://127.0.0.1.example.com/", "ftp://h/", "api.example.com", "", "https://",
        "https://user:pass@h/",
    ])
    func `refuses addresses that give a secret away, and what is no address`(text: String) {
        #expect(throws: HTTPEndpoint.Fault.self) { try HTTPEndpoint(text) }
    }

    @Test func `a fault shows no password and no query`() {
        do throws(HTTPEndpoint.Fault) {
            _ = try HTTPEndpoint("http://user:hunter2@h.example/?key=hunter2")
            Issue.record("taken")
        } catch { #expect(!error.description.contains("hunter2")) }
    }

    @Test func `says whether a request can have been received`() async throws {
        let port = try TestBroker.freePort()
        func send(_ address: String, timeout: Duration = .seconds(30)) async throws -> HTTPFault? {
            let call = HTTPCall(method: "GET", endpoint: try HTTPEndpoint(address), headers: [], timeout: timeout)
            switch await HTTPClient().send(call) {
            case .success: return nil
            case .failure(let fault): return fault
            }
        }
        #expect(try await send("http://127.0.0.1:\(port)/") == HTTPFault(wasSent: false, "Connection refused"))
        #expect(try await send("https://name.invalid/")?.wasSent == false)
        let listener = try TestBroker.listener()
        defer { close(listener) }
        // Connected and never answered.
        let silent = try await send("http://127.0.0.1:\(TestBroker.port(of: listener))/", timeout: .milliseconds(200))
        #expect(silent == HTTPFault(wasSent: true, "no answer in time"))
        let deaf = try await send("https://127.0.0.1:\(TestBroker.port(of: listener))/", timeout: .milliseconds(200))
        #expect(deaf == HTTPFault(wasSent: false, "no answer in time"), "TLS was never there, so nothing was sent")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "needs openssl"))
    func `proves who a server is`() async throws {
        let certificates = try TestCertificates()
        let port = try TestBroker.freePort()
        let server = try TestBroker.launch(
            "/usr/bin/openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", certificates.path("server.pem"), "-key",
                certificates.path("server.key"), "-www", "-quiet",
            ], output: nil)
        defer {
            kill(server.processIdentifier, SIGKILL)
            server.waitUntilExit()
        }
        func send(_ host: String, _ authority: String?) async throws -> Result<HTTPAnswer, HTTPFault> {
            let endpoint = try HTTPEndpoint("https://\(host):\(port)/")
            let client = HTTPClient(authorities: authority.map(certificates.path))
            return await client.send(HTTPCall(method: "GET", endpoint: endpoint, headers: [], timeout: .seconds(20)))
        }
        var answer = try await send("127.0.0.1", "ca.pem")
        for _ in 0..<200 {
            guard case .failure(let fault) = answer, fault.description == "Connection refused" else { break }
            try await Task.sleep(for: .milliseconds(20))
            answer = try await send("127.0.0.1", "ca.pem")
        }
        #expect(try answer.get().status == 200)
        for (host, authority, says) in [
            ("127.0.0.1", "foreign.pem", "not trusted"), ("127.0.0.1", nil, "not trusted"),
            ("localhost", "ca.pem", "not trusted (hostname mismatch)"),
        ] {
            guard case .failure(let fault) = try await send(host, authority) else {
                Issue.record("\(host) with \(authority ?? "the system's authorities") was believed")
                continue
            }
            #expect(!fault.wasSent && fault.description.contains(says), "\(fault)")
        }
    }
}
