import Foundation
import TestServers
import Testing

/// Builds and tests what `adapters new` writes, and the package in `Examples`. Each builds the host anew, which takes
/// minutes: with ADAPTER_HOST_LONG=1. Build folders are kept in `.build-adapters`, so a second time is quick.
@Suite(
    .serialized,
    .enabled(if: ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] == "1", "set ADAPTER_HOST_LONG=1"))
struct NewAdapterTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
    private static let kept = root + "/.build-adapters"
    /// How long one build may take.
    private static let patience = Duration.seconds(3_600)

    @Test func `the example outside of the repository builds, passes, and makes a host of its own`() async throws {
        let package = Self.root + "/Examples/KeyValue"
        let scratch = Self.kept + "/example"
        try await swift("build", package, scratch, ["--build-tests"])
        try await swift("test", package, scratch, ["--skip-build", "--disable-xctest"])
        let host = scratch + "/debug/key-value-host"
        let list = try await run(host, ["adapters", "ls"])
        #expect(list.contains("key-value"))
        let events = try await run(
            host,
            [
                "convert", package + "/testdata/shift/1-early.kv", "--press", package + "/testdata/shift/press.yaml",
            ])
        #expect(events.split(separator: "\n").count == 3)
        let check = try await run(host, ["check", "--config", package + "/adapter-configs/host.yaml"])
        #expect(check.contains("no faults"))
    }

    @Test func `a new adapter in the repository builds and passes with all that adapters must have`() async throws {
        let tree = Self.kept + "/tree"
        try await copyTree(to: tree)
        _ = try await run(HostProcess.program, ["adapters", "new", "line-two", "--into", tree])
        let scratch = Self.kept + "/tree-build"
        try await swift("build", tree, scratch, ["--build-tests"])
        try await swift(
            "test", tree, scratch,
            [
                "--skip-build", "--disable-xctest", "--filter",
                "LineTwoAdapterTests|PresenceTests|SampleConfigurationTests|SchemaTests",
            ])
    }

    @Test func `a new package builds and passes`() async throws {
        let package = Self.kept + "/line-three"
        try? FileManager.default.removeItem(atPath: package)
        _ = try await run(
            HostProcess.program,
            ["adapters", "new", "line-three", "--package", "--host", Self.root, "--into", package])
        let scratch = Self.kept + "/package-build"
        try await swift("build", package, scratch, ["--build-tests"])
        try await swift("test", package, scratch, ["--skip-build", "--disable-xctest"])
        #expect(try await run(scratch + "/debug/line-three-host", ["adapters", "ls"]).contains("line-three"))
    }

    /// A copy of what is in this package, without what was built.
    private func copyTree(to tree: String) async throws {
        try? FileManager.default.removeItem(atPath: tree)
        try FileManager.default.createDirectory(atPath: tree, withIntermediateDirectories: true)
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root).filter { name in
            !name.hasPrefix(".build") && name != ".git" && name != "var"
        }
        // With their times, so that a second build knows what has changed.
        _ = try await run("/bin/cp", ["-a"] + names.map { Self.root + "/" + $0 } + [tree])
    }

    private func swift(_ verb: String, _ package: String, _ scratch: String, _ more: [String]) async throws {
        _ = try await run(
            "/usr/bin/env", ["swift", verb, "--package-path", package, "--scratch-path", scratch] + more)
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Runs a program to its end, and returns what it printed.
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        let folder = try TemporaryFolder()
        let output = folder.file("output")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "ADAPTER_HOST_LONG" }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        try process.run()
        let hasEnded = try await eventually(Self.patience) { !process.isRunning }
        if !hasEnded { process.terminate() }
        let text = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) } ?? ""
        guard hasEnded, process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")) failed:\n\(text.suffix(4_000))")
        }
        return text
    }
}
