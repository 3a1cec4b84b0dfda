import Foundation
import TestServers

/// `chromedriver` as a process, on a port that it chooses; stopped by its process id.
final class Driver {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private static let program = installed(["/usr/bin/chromedriver", "/usr/local/bin/chromedriver"])
    static let browser = installed(["/usr/bin/chromium", "/usr/local/bin/chromium", "/usr/bin/chromium-browser"])
    static let isInstalled = program != nil && browser != nil

    let port: Int
    /// The browser's own folder, by which it is found, too.
    let profile: String
    private let process: Process

    /// - Parameter folder: where driver and browser may leave files.
    init(folder: TemporaryFolder) async throws {
        guard let program = Self.program else { throw Fault(description: "chromedriver is not installed") }
        profile = folder.file("profile")
        let output = folder.file("chromedriver")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--port=0"]
        process.environment = ProcessInfo.processInfo.environment.merging(["HOME": folder.path]) { $1 }
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        var port: Int?
        _ = try await eventually(.seconds(60)) { [process] in
            port = Self.port(in: FileManager.default.contents(atPath: output) ?? Data())
            return port != nil || !process.isRunning
        }
        guard let port else {
            kill(process.processIdentifier, SIGKILL)
            throw Fault(description: "chromedriver does not say that it has started")
        }
        self.port = port
    }

    /// Its session has ended before, and it has nothing else to put away.
    func stop() {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        for browser in browsers() { kill(browser, SIGKILL) }
    }

    /// Browsers that outlived their driver: those with our own profile in their command line.
    private func browsers() -> [pid_t] {
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { pid_t($0) }.filter {
            let line = FileManager.default.contents(atPath: "/proc/\($0)/cmdline") ?? Data()
            return line.range(of: Data("--user-data-dir=\(profile)".utf8)) != nil
        }
    }

    /// "… was started successfully on port 41234."
    private static func port(in output: Data) -> Int? {
        let text = String(decoding: output, as: UTF8.self)
        guard let found = text.range(of: "started successfully on port ") else { return nil }
        let digits = text[found.upperBound...].prefix { $0.isNumber }
        // All of it has been written when the full stop has.
        return text[digits.endIndex...].first == "." ? Int(digits) : nil
    }

    private static func installed(_ paths: [String]) -> String? {
        paths.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
