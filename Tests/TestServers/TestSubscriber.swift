import Foundation
import Glibc

/// `mosquitto_sub` as a process.
public final class TestSubscriber: Sendable {
    private let folder: TemporaryFolder
    private let process: Process
    private let output: String

    /// - Parameter format: of a line, as `mosquitto_sub -F` takes it.
    public init(
        _ program: String, port: Int, topic: String, qualityOfService: Int = 1, format: String = "%p"
    ) throws {
        folder = try TemporaryFolder()
        output = folder.file("received")
        process = try TestBroker.launch(
            program,
            [
                "-h", "127.0.0.1", "-p", "\(port)", "-q", "\(qualityOfService)", "-t", topic, "-t", "ready",
                "-F", format,
            ],
            output: output)
    }

    /// A subscriber that gets what is published from here on: it has been seen to receive.
    public static func listening(
        port: Int, topic: String, format: String = "%p"
    ) async throws -> TestSubscriber? {
        guard let program = TestBroker.subscriber, let publisher = TestBroker.publisher else { return nil }
        // It gives up when its first connect is refused, and a broker opens its listeners one after the other.
        _ = try await eventually { TestBroker.answers(port) }
        let subscriber = try TestSubscriber(program, port: port, topic: topic, format: format)
        let isListening = try await eventually {
            let probe = ["-h", "127.0.0.1", "-p", "\(port)", "-t", "ready", "-m", "ready"]
            try TestBroker.launch(publisher, probe, output: nil).waitUntilExit()
            return subscriber.lines().contains { $0.hasSuffix("ready") }
        }
        return isListening ? subscriber : nil
    }

    deinit { stop() }

    public func stop() {
        guard process.isRunning else { return }
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    public func lines() -> [String] {
        guard let data = FileManager.default.contents(atPath: output) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
