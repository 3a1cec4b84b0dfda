import Foundation
import Synchronization

/// A small shadow service beside a broker: a model, and mosquitto's own programs to listen and to answer.
public final class ShadowService: Sendable {
    private let port: Int
    private let publisher: String
    private let subscriber: TestSubscriber
    private let state = Mutex<(model: ShadowModel, handled: Int, isStopped: Bool)>((ShadowModel(), 0, false))

    /// Starts listening; nil where mosquitto's programs are missing.
    ///
    /// - Parameter timestamp: what it says the time is.
    public static func start(port: Int, timestamp: Int = 1) async throws -> ShadowService? {
        guard let publisher = TestBroker.publisher,
            let subscriber = try await TestSubscriber.listening(
                port: port, topic: "$aws/things/#", format: "%t %p")
        else { return nil }
        let service = ShadowService(port, publisher, subscriber)
        service.state.withLock { $0.model.timestamp = timestamp }
        Thread.detachNewThread { service.serve() }
        return service
    }

    private init(_ port: Int, _ publisher: String, _ subscriber: TestSubscriber) {
        self.port = port
        self.publisher = publisher
        self.subscriber = subscriber
    }

    public func stop() {
        state.withLock { $0.isStopped = true }
        subscriber.stop()
    }

    /// The document under a topic such as `$aws/things/x/shadow`.
    public func document(_ base: String) -> ShadowModel.Document? { state.withLock { $0.model.documents[base] } }

    /// What the operator's side desires, stored at once; the messages go out if somebody listens.
    public func desire(_ base: String, _ desired: Tree) throws {
        let request = Tree.object(["state": .object(["desired": desired])])
        let message = ShadowModel.Message(topic: base + "/update", payload: request.bytes)
        try publish(state.withLock { $0.model.receive(message) })
    }

    private func serve() {
        while !state.withLock({ $0.isStopped }) {
            let lines = subscriber.lines()
            let handled = state.withLock { $0.handled }
            for line in lines.dropFirst(handled) {
                guard let space = line.firstIndex(of: " ") else { continue }
                let message = ShadowModel.Message(
                    topic: String(line[..<space]), payload: Array(line[line.index(after: space)...].utf8))
                try? publish(state.withLock { $0.model.receive(message) })
            }
            state.withLock { $0.handled = lines.count }
            usleep(5_000)
        }
    }

    private func publish(_ messages: [ShadowModel.Message]) throws {
        for message in messages {
            let arguments = [
                "-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", message.topic,
                "-m", String(decoding: message.payload, as: UTF8.self),
            ]
            try TestBroker.launch(publisher, arguments, output: nil).waitUntilExit()
        }
    }
}
