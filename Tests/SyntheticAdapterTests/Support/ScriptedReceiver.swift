import Foundation
import Glibc
import Synchronization
import TestServers

/// An HTTP server that answers as it is told to, and keeps what it got.
final class ScriptedReceiver: Sendable {
    enum Answer: Sendable {
        /// A status, and a further header line.
        case status(Int, String? = nil)
        /// Nothing, for longer than anybody waits.
        case silence
        /// The connection is closed in place of an answer.
        case hangUp
        /// Something that is no HTTP.
        case noise
    }

    private struct State {
        var script: [Answer]
        var heads: [String] = []
        var bodies: [String] = []
        var connections = 0
        var broken = 0
    }
    private let state: Mutex<State>
    private let listener: Int32
    let port: Int

    /// Answers as `script` says, then always with 200.
    init(_ script: [Answer] = []) throws {
        state = Mutex(State(script: script))
        listener = try TestBroker.listener()
        port = TestBroker.port(of: listener)
        let listener = listener
        Thread.detachNewThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0, let self else { return }
                Thread.detachNewThread { [weak self] in
                    var isFirst = true
                    while self?.serve(descriptor, isFirst: isFirst) == true { isFirst = false }
                    close(descriptor)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    var heads: [String] { state.withLock { $0.heads } }
    /// Of whole requests, in their order.
    var bodies: [String] { state.withLock { $0.bodies } }
    /// Connections that brought a whole request.
    var connections: Int { state.withLock { $0.connections } }
    /// Requests that were broken off.
    var broken: Int { state.withLock { $0.broken } }

    /// Takes a request and answers it; false when the connection is to be closed.
    private func serve(_ descriptor: Int32, isFirst: Bool) -> Bool {
        var bytes: [UInt8] = []
        func receive() -> Bool {
            var piece = [UInt8](repeating: 0, count: 4096)
            let got = recv(descriptor, &piece, piece.count, 0)
            if got > 0 { bytes += piece.prefix(got) }
            return got > 0
        }
        var text = ""
        while !text.contains("\r\n\r\n") {
            guard receive() else { return false }
            text = String(decoding: bytes, as: UTF8.self)
        }
        guard let end = text.range(of: "\r\n\r\n"),
            let length = text.firstMatch(of: /Content-Length: ([0-9]+)/).flatMap({ Int($0.1) })
        else { return false }
        let start = text[..<end.upperBound].utf8.count
        while bytes.count < start + length {
            guard receive() else {
                state.withLock { $0.broken += 1 }
                return false
            }
        }
        let answer = state.withLock { state in
            if isFirst { state.connections += 1 }
            state.heads.append(String(text[..<end.upperBound]))
            state.bodies.append(String(decoding: bytes[start...], as: UTF8.self))
            return state.script.isEmpty ? .status(200) : state.script.removeFirst()
        }
        return reply(answer, descriptor)
    }

    private func reply(_ answer: Answer, _ descriptor: Int32) -> Bool {
        var text = ""
        switch answer {
        case .status(let status, let line):
            text = "HTTP/1.1 \(status) Whatever\r\nContent-Length: 5\r\n\(line.map { $0 + "\r\n" } ?? "")\r\nDone\n"
        case .silence:
            usleep(600_000)
            return false
        case .hangUp: return false
        case .noise: text = "SMTP ready\r\n\r\n"
        }
        let bytes = Array(text.utf8)
        return send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count && !text.contains("close")
    }
}
