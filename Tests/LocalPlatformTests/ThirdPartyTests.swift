import Foundation
import TestServers
import Testing

@testable import LocalPlatform

/// Clients of others, by mutual TLS with a certificate that the platform issued. They are installed from PyPI into a
/// virtual environment of the test's own.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == "1", "set ADAPTER_HOST_LONG=1"))
struct ThirdPartyTests {
    @Test(arguments: ["paho_client.py", "aws_shadow.py"])
    func `Python clients connect, publish, get, update and hear of deltas`(script: String) async throws {
        let folder = try TemporaryFolder()
        guard let python = try await environment(folder) else { return }
        let program = try #require(Program.pythonScript(script))
        try await RunningPlatform.with { platform in
            let answer = try await platform.http("POST", "/v2/provisioning", headers: ["x-api-key: test-key"])
            let identity = try #require(answer?.json)
            let client = try #require(identity["clientId"]?.string)
            for (name, part) in [("device.pem", "deviceCert"), ("device.key", "devicePrivateKey")] {
                let text = try #require(identity[part]?.string)
                try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
            }
            let result = try await Program.run(
                python,
                [
                    program, "127.0.0.1", "\(platform.addresses.tlsPort)", platform.file("ca.pem"),
                    folder.file("device.pem"), folder.file("device.key"), client,
                ], limit: .seconds(180))
            let report = "\(result.output)\n\(platform.lines.all.joined(separator: "\n"))"
            #expect(result.status == 0 && result.output.contains("ok"), "\(report)")
            #expect(try await platform.state()["counts"]?["events"]?.integer ?? 0 > 0)
        }
    }

    /// The interpreter of a virtual environment with the clients; nil, with a message, when they cannot be installed.
    private func environment(_ folder: TemporaryFolder) async throws -> String? {
        let venv = folder.file("venv")
        let requirements = try #require(Program.pythonScript("requirements.txt"))
        let made = try await Program.run("/usr/bin/env", ["python3", "-m", "venv", venv], limit: .seconds(120))
        let installed = try await Program.run(
            "/usr/bin/env", ["\(venv)/bin/python", "-m", "pip", "install", "--quiet", "-r", requirements],
            limit: .seconds(300))
        guard made.status == 0, installed.status == 0 else {
            print("skipped: pip cannot install the clients: \((made.output + installed.output).suffix(500))")
            return nil
        }
        return "\(venv)/bin/python"
    }
}
