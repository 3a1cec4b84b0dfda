import Foundation
import TestServers

/// The status address of a plant's host.
struct StatusPort {
    static let token = "a-token-of-the-test"

    let port: Int

    init() throws { port = try TestBroker.freePort() }

    /// For the plant's configuration.
    var section: String { "status: { listen: 127.0.0.1:\(port), token: \(Self.token) }" }

    /// One request on a connection of its own; nil while nobody answers.
    func ask(_ method: String = "GET", _ path: String, _ body: String = "", token: String? = nil) async throws
        -> RawResponse?
    {
        guard let connection = try? RawConnection(port: port) else { return nil }
        let trust = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        try await connection.send(
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\(trust)Content-Length: \(body.utf8.count)\r\n\r\n"
                + body)
        return try await connection.response(within: .seconds(10))
    }

    /// The answer of /api/status.
    func status() async throws -> [String: Any] {
        let text = try await ask("GET", "/api/status")?.body ?? "{}"
        return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    /// The ids of what is found wrong, the worst first.
    func findings() async throws -> [String] {
        (try await status()["findings"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String }
    }

    /// Waits until that is found wrong, and nothing else.
    func finds(_ ids: [String]) async throws -> Bool {
        for _ in 0..<1_500 {
            if try await ask("GET", "/health") != nil, try await findings() == ids { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }
}
