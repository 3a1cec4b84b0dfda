import Foundation
import TestServers
import Testing

/// What docs/ says is what the program does.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func page(_ name: String) throws -> String {
        try String(contentsOf: Self.root.appending(path: name), encoding: .utf8)
    }

    /// Every page of ours, with its name.
    private func pages() throws -> [(name: String, text: String)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appending(path: "docs").path)
        let docs = names.filter { $0.hasSuffix(".md") }.map { "docs/" + $0 }.sorted()
        return try (["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] + docs).map { ($0, try page($0)) }
    }

    @Test func `docs/configuration.md is what the program reads`() throws {
        let printed = try HostProcess.run(["config", "reference"])
        #expect(printed.status == 0)
        let advice = "it is stale: write it anew with: adapter-host config reference > docs/configuration.md"
        #expect(try page("docs/configuration.md") == printed.output, "\(advice)")
    }

    @Test func `every press file that docs/presses.md shows is one`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("presses"), withIntermediateDirectories: true)
        try "broker: { topic: t }\n".write(toFile: folder.file("host.yaml"), atomically: true, encoding: .utf8)
        let examples = try page("docs/presses.md").matches(of: /```yaml\n((?s).*?)```/)
        #expect(examples.count >= 7)
        for (number, example) in examples.enumerated() {
            let path = folder.file("presses/\(number).yaml")
            try String(example.1).write(toFile: path, atomically: true, encoding: .utf8)
        }
        let check = try HostProcess.run(["check", "--config", folder.file("host.yaml")])
        #expect(check.status == 0, "\(check.complaints)")
    }

    @Test func `every link within the project leads to a file`() throws {
        for (name, text) in try pages() {
            for match in text.matches(of: /\]\(([^)#\s]+)(?:#[^)]*)?\)/) where !match.1.contains("://") {
                let base = Self.root.appending(path: name).deletingLastPathComponent()
                let path = base.appending(path: String(match.1)).path
                #expect(FileManager.default.fileExists(atPath: path), "\(name): \(match.1)")
            }
        }
    }

    @Test func `every command that a page shows is one`() throws {
        struct Command: Decodable {
            var commandName: String
            var subcommands: [Command]?
        }
        struct Dump: Decodable { var command: Command }
        let dump = try HostProcess.run(["--experimental-dump-help"]).output
        let program = try JSONDecoder().decode(Dump.self, from: Data(dump.utf8)).command
        var seen = 0
        for (name, text) in try pages() {
            for match in text.matches(of: /adapter-host ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?(?=[ `\n,;:.)])/) {
                guard let command = (program.subcommands ?? []).first(where: { $0.commandName == match.1 }) else {
                    continue
                }
                seen += 1
                let below = (command.subcommands ?? []).map(\.commandName)
                guard let word = match.2, !below.isEmpty else { continue }
                #expect(below.contains(String(word)), "\(name): \(match.0)")
            }
        }
        #expect(seen > 20)
    }
}
