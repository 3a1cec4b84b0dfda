import Foundation
import TestServers
import Testing

/// The manual page and the completions are made from the commands, and lack none.
@Suite struct ManualTests {
    /// What the argument parser says of a command, as far as it matters here.
    private struct Command: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }
            var names: [Name]?
            var shouldDisplay: Bool
        }
        var commandName: String
        var shouldDisplay: Bool?
        var superCommands: [String]?
        var subcommands: [Command]?
        var arguments: [Argument]?

        var all: [Command] {
            [self] + (subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }.flatMap(\.all)
        }
    }

    private func commands() throws -> [Command] {
        struct Dump: Decodable { var command: Command }
        let dump = try HostProcess.run(["--experimental-dump-help"])
        return try JSONDecoder().decode(Dump.self, from: Data(dump.output.utf8)).command.all
    }

    private func page() throws -> String {
        try HostProcess.run(["man"], environment: ["SOURCE_DATE_EPOCH": "1764288000"]).output
    }

    @Test func `every command and every option is in the page`() throws {
        let page = try page().replacing("\\-", with: "-")
        #expect(page.hasPrefix(".TH ADAPTER-HOST 1 2025-11-28 \"adapter-host "))
        let commands = try commands()
        #expect(commands.count > 20)
        for command in commands.dropFirst() {
            let words = ((command.superCommands ?? []) + [command.commandName]).joined(separator: " ")
            let section = try #require(page.components(separatedBy: ".SS \"\(words)\"\n").dropFirst().first, "\(words)")
            let own = section.components(separatedBy: "\n.SS ")[0]
            for name in (command.arguments ?? []).filter(\.shouldDisplay).flatMap({ $0.names ?? [] }) {
                let text = (name.kind == "short" ? "-" : "--") + name.name
                if ["--help", "-h", "--version"].contains(text) { continue }
                #expect(own.contains(".B \"\(text)"), "\(words) \(text)")
            }
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/mandoc"), "skipped: no mandoc"))
    func `mandoc finds no fault in the page`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("adapter-host.1")
        try page().write(toFile: path, atomically: true, encoding: .utf8)
        let mandoc = Process()
        mandoc.executableURL = URL(fileURLWithPath: "/usr/bin/mandoc")
        mandoc.arguments = ["-T", "lint", "-W", "warning", path]
        let output = Pipe()
        mandoc.standardOutput = output
        try mandoc.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        mandoc.waitUntilExit()
        #expect(text == "" && mandoc.terminationStatus == 0)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completions name every command`(shell: String) throws {
        let script = try HostProcess.run(["--generate-completion-script", shell]).output
        for command in try commands() { #expect(script.contains(command.commandName), "\(command.commandName)") }
    }
}
