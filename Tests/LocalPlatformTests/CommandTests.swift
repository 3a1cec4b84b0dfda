import Foundation
import TestServers
import Testing

@testable import LocalPlatform

/// The built program as a process of its own.
@Suite struct CommandTests {
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("local-platform").path

    @Test(arguments: [SIGINT, SIGTERM])
    func `It writes its ports, and ends with a summary when asked`(signal: Int32) async throws {
        let folder = try TemporaryFolder()
        let output = folder.file("output")
        let ports = folder.file("ports")
        let process = try TestBroker.launch(
            Self.program,
            [
                "--folder", folder.file("platform"), "--mqtt-port", "0", "--tls-port", "0", "--http-port", "0",
                "--port-file", ports,
            ], output: output)
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        #expect(try await eventually { FileManager.default.fileExists(atPath: ports) })
        let text = try String(contentsOfFile: ports, encoding: .utf8)
        let port = text.split(separator: "\n").first.flatMap { $0.split(separator: "=").last }.flatMap { Int($0) }
        let client = try RawConnection(port: try #require(port))
        try await client.send(
            RunningPlatform.bytes([
                .connect(MQTTConnect(clientID: "a")), RunningPlatform.event("u1"),
                RunningPlatform.event("u1", packetID: 2),
            ]))
        #expect(try await client.reads { $0.bytes.suffix(4) == [0x40, 2, 0, 2] })
        kill(process.processIdentifier, signal)
        #expect(try await eventually { !process.isRunning })
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let lines = try String(contentsOfFile: output, encoding: .utf8).split(separator: "\n")
        #expect(lines.last == "2 events, 1 duplicates, 0 rejected, 0 assets")
        #expect(lines.contains { $0.hasPrefix("+ \"a\" from 127.0.0.1:") })
        let key = try String(contentsOfFile: folder.file("platform/api-key.txt"), encoding: .utf8)
        #expect(!lines.contains { $0.contains(key.filter { !$0.isWhitespace }) })
    }

    @Test func `Wrong usage is 64, a port in use 1`() async throws {
        #expect(try await Program.run(Self.program, ["--limits", "some"]).status == 64)
        #expect(try await Program.run(Self.program, ["--mqtt-port", "70000"]).status == 64)
        #expect(try await Program.run(Self.program, ["--stage", "a/b"]).status == 64)
        try await RunningPlatform.with { platform in
            let folder = platform.folder.file("other")
            let port = "\(platform.addresses.mqttPort)"
            let arguments = ["--folder", folder, "--tls-port", "0", "--http-port", "0", "--mqtt-port", port]
            let result = try await Program.run(Self.program, arguments)
            #expect(result.status == 1)
            #expect(result.output.contains("--mqtt-port"))
        }
    }
}
