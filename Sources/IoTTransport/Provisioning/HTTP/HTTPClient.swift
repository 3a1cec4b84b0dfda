import Glibc
import IoTTransport

/// HTTP/1.1 over a connection for each request.
///
/// A client of its own because provisioning must know what no library tells: whether a request that got no answer can
/// have reached the other side. Libraries also send again by themselves when a kept connection breaks, and each repeat
/// would make another device. No proxies.
struct HTTPClient: HTTPTransport {
    /// A file of authorities that servers' certificates must come from; nil for the system's.
    var authorities: String?

    func send(_ call: HTTPCall) async -> Result<HTTPAnswer, HTTPFault> {
        await withCheckedContinuation { continuation in
            do {
                // A write to a connection that is gone must not end the process.
                signal(SIGPIPE, SIG_IGN)
                try OwnedThread(name: "provisioning") { [authorities] in
                    continuation.resume(
                        returning: Result { () throws(HTTPFault) in try Self.exchange(call, authorities) })
                }.detach()
            } catch {
                continuation.resume(returning: .failure(HTTPFault(wasSent: false, "\(error)")))
            }
        }
    }

    private static func exchange(_ call: HTTPCall, _ authorities: String?) throws(HTTPFault) -> HTTPAnswer {
        let socket = try HTTPSocket(call.endpoint, authorities: authorities, deadline: .now + call.timeout)
        var text = "\(call.method) \(call.endpoint.target) HTTP/1.1\r\nHost: \(call.endpoint.authority)\r\n"
        for header in call.headers { text += "\(header.name): \(header.value)\r\n" }
        if call.method == "POST" { text += "Content-Length: 0\r\n" }
        try socket.write(Array((text + "Connection: close\r\n\r\n").utf8))
        var parser = HTTPAnswerParser()
        do {
            while let bytes = try socket.read() {
                if let answer = try parser.add(bytes) { return answer }
            }
            return try parser.end()
        } catch let fault as HTTPFault {
            throw fault
        } catch {
            throw HTTPFault(wasSent: true, "\(error)")
        }
    }
}
