import Foundation
import Glibc
import TestServers

/// The built host as a process of its own.
final class HostProcess {
    /// The host that was built with these tests, or the one that ADAPTER_HOST names: a release build, to measure.
    static let program =
        ProcessInfo.processInfo.environment["ADAPTER_HOST"]
        ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("adapter-host").path

    private let process: Process
    private let log: String

    /// Starts it; standard error goes into `log`, appended, and standard output too if it is wanted.
    init(
        _ arguments: [String], log: String, environment: [String: String] = [:], keepsOutput: Bool = false
    ) throws {
        self.log = log
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        process = Process()
        process.executableURL = URL(fileURLWithPath: Self.program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        let file = FileHandle(forWritingAtPath: log)
        file?.seekToEndOfFile()
        process.standardError = file
        if keepsOutput { process.standardOutput = file }
        try process.run()
    }

    deinit { kill() }

    /// Its process id.
    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    func signal(_ signal: Int32) { Glibc.kill(process.processIdentifier, signal) }

    /// SIGKILL.
    func kill() {
        guard process.isRunning else { return }
        signal(SIGKILL)
        process.waitUntilExit()
    }

    /// Its exit status once it has ended, or nil after the limit.
    func exitStatus(within limit: Duration) async throws -> Int32? {
        guard try await eventually(limit, { !self.process.isRunning }) else { return nil }
        return process.terminationStatus
    }

    /// The log's lines so far.
    func lines() -> [String] {
        let data = FileManager.default.contents(atPath: log) ?? Data()
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Whether SIGSTOP holds it.
    var isHeld: Bool {
        let status = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        return status?.split(separator: ")").last?.hasPrefix(" T") ?? false
    }

    /// Runs it to its end on a thread that nothing else waits for, and returns what it printed.
    static func result(_ arguments: [String]) async throws -> (status: Int32, output: String, complaints: String) {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try run(arguments) }) }
        }
    }

    /// Runs it to its end and returns what it printed.
    ///
    /// - Parameter program: one that starts it, in place of itself.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], program: String = program
    ) throws -> (status: Int32, output: String, complaints: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = Pipe()
        let complaints = Pipe()
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let errors = String(decoding: complaints.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, errors)
    }
}
