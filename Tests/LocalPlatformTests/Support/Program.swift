import Foundation
import TestServers

/// A program run to its end, without blocking.
enum Program {
    struct Result {
        var status: Int32
        var output: String
    }

    static func run(
        _ program: String, _ arguments: [String], environment: [String: String]? = nil, limit: Duration = .seconds(60)
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let file = folder.file("output")
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        if let environment { process.environment = environment }
        let handle = FileHandle(forWritingAtPath: file)
        process.standardOutput = handle
        process.standardError = handle
        process.standardInput = FileHandle.nullDevice
        try process.run()
        if try await !eventually(limit, { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        let output = FileManager.default.contents(atPath: file) ?? Data()
        return Result(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }

    static func pythonScript(_ name: String) -> String? {
        Bundle.module.resourcePath.map { "\($0)/Python/\(name)" }
    }
}
