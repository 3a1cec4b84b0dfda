import Foundation
import Glibc

/// `mosquitto_sub` as a process.
public final class TestSubscriber {
    private let folder: TemporaryFolder
    private let process: Process
    private let output: String

    public init(_ program: String, port: Int, topic: String, qualityOfService: Int = 1) throws {
        folder = try TemporaryFolder()
        output = folder.file("received")
        process = try TestBroker.launch(
            program,
            [
                "-h", "127.0.0.1", "-p", "\(port)", "-q", "\(qualityOfService)", "-t", topic, "-t", "ready",
                "-F", "%p",
            ],
            output: output)
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
