public import Certificates
import Foundation
import Glibc
public import Synchronization

/// The platform's side of provisioning, version 2, over HTTP on this machine. Counts the devices that it made.
public final class ProvisioningServer: Sendable {
    public static let apiKey = "Zk3y-0f-th3-pl4tf0rm"

    /// What it does when a certificate is asked for.
    public enum Behaviour: Sendable, Equatable {
        case answers
        /// Makes the device and closes the connection.
        case losesTheAnswer
        /// Makes nothing and answers so.
        case refuses(Int, String)
        /// Makes the device and answers this.
        case answersWith(String)
        /// Makes the device and sends half of the answer.
        case cutsTheAnswer
    }

    /// Where it waits until ``release()``.
    public enum Hold: Sendable, Equatable {
        case configuration, beforeDevice, afterDevice
    }

    public struct State: Sendable {
        public var behaviour = Behaviour.answers
        public var configuration: String?
        public var configurationStatus = 200
        public var hold: Hold?
        /// Where a request waits just now.
        public var held: Hold?
        public var requests: [String] = []
        public var identities: [TestIdentity] = []
        public var serverRootCA: String?
        public var provisioningURL: String?
        /// The Date header of its answers; none while it is nil.
        public var date: String?
    }

    public let port: Int
    public let state = Mutex(State())
    private let listener: Int32
    private let authority: CertificateAuthority
    private let brokerPort: Int

    public init(authority: CertificateAuthority, brokerPort: Int = 8883) throws {
        self.authority = authority
        self.brokerPort = brokerPort
        listener = try TestBroker.listener()
        port = TestBroker.port(of: listener)
        signal(SIGPIPE, SIG_IGN)
        let thread = Thread { [weak self, listener] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0, let self else { return }
                Thread { self.serve(client) }.start()
            }
        }
        thread.start()
    }

    /// Answers no more.
    public func stop() {
        release()
        shutdown(listener, Int32(SHUT_RDWR))
    }

    deinit { close(listener) }

    public var base: String { "http://127.0.0.1:\(port)" }
    public var devices: Int { state.withLock { $0.identities.count } }
    public func set(_ change: @Sendable (inout State) -> Void) { state.withLock { change(&$0) } }

    /// Lets go on what waits, and nothing waits any more.
    public func release() {
        state.withLock {
            $0.hold = nil
            $0.held = nil
        }
    }

    private func hold(at place: Hold) {
        let waits = state.withLock { state in
            if state.hold == place { state.held = place }
            return state.hold == place
        }
        while waits, state.withLock({ $0.hold == place }) { usleep(1000) }
    }

    private func serve(_ client: Int32) {
        defer { close(client) }
        var text = ""
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !text.contains("\r\n\r\n") {
            let count = recv(client, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            text += String(decoding: buffer.prefix(count), as: UTF8.self)
        }
        state.withLock { $0.requests.append(text) }
        if text.hasPrefix("GET /v2/configuration?") { return answerConfiguration(client, text) }
        if text.hasPrefix("GET /root.pem ") { return send(client, 200, (try? authority.certificate.pem()) ?? "") }
        guard text.hasPrefix("POST /v2/provisioning ") else { return send(client, 404, "no such thing") }
        guard text.contains("x-api-key: \(Self.apiKey)\r\n") else { return send(client, 403, "bad key") }
        hold(at: .beforeDevice)
        let behaviour = state.withLock { $0.behaviour }
        if case .refuses(let status, let body) = behaviour { return send(client, status, body) }
        guard let answer = makeDevice() else { return }
        hold(at: .afterDevice)
        switch behaviour {
        case .losesTheAnswer: return
        case .answersWith(let text): send(client, 200, text)
        case .cutsTheAnswer: send(client, 200, answer, cut: answer.utf8.count / 2)
        default: send(client, 200, answer)
        }
    }

    private func answerConfiguration(_ client: Int32, _ text: String) {
        hold(at: .configuration)
        guard text.contains("x-api-key: \(Self.apiKey)\r\n") else { return send(client, 403, "bad key") }
        let state = state.withLock { $0 }
        let configuration: [String: Any] = [
            "connectivity": [
                "serverRootCA": state.serverRootCA ?? (try? authority.certificate.pem()) ?? "",
                "mqttEndPoint": "127.0.0.1", "mqttPort": brokerPort,
            ],
            "provisioning": ["provisioningURL": state.provisioningURL ?? base + "/v2/provisioning"],
        ]
        let json = (try? JSONSerialization.data(withJSONObject: configuration)) ?? Data()
        send(client, state.configurationStatus, state.configuration ?? String(decoding: json, as: UTF8.self))
    }

    private func makeDevice() -> String? {
        state.withLock { state in
            let name = "device-\(state.identities.count + 1)"
            guard let identity = try? TestIdentity(name, from: authority), let key = try? identity.key.pem(),
                let publicKey = try? identity.key.publicKey.pem(), let certificate = try? identity.certificate.pem(),
                let json = try? JSONSerialization.data(withJSONObject: [
                    "devicePrivateKey": key, "devicePublicKey": publicKey, "deviceCert": certificate, "clientId": name,
                ])
            else { return nil }
            state.identities.append(identity)
            return String(decoding: json, as: UTF8.self)
        }
    }

    private func send(_ client: Int32, _ status: Int, _ body: String, cut: Int? = nil) {
        var location = state.withLock { $0.date }.map { "Date: \($0)\r\n" } ?? ""
        if (300..<400).contains(status) { location += "Location: \(base)/v2/provisioning\r\n" }
        let head = "HTTP/1.1 \(status) X\r\nContent-Length: \(body.utf8.count)\r\n\(location)\r\n"
        let bytes = Array(head.utf8) + body.utf8.prefix(cut ?? .max)
        _ = bytes.withUnsafeBytes { Glibc.send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }
}
