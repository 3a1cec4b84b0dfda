import Foundation
import TestServers
import Testing

@testable import AdapterHostKit

/// What `adapters new` writes. That it builds and passes is shown by the snapshot in `Tests/Scaffolded`, which is part of
/// this package, and by `NewAdapterTests`.
@Suite struct ScaffoldTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: Self.root + "/" + path, encoding: .utf8)
    }

    /// A folder with what `adapters new` looks at.
    private func checkout() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("Sources/Adapters"), withIntermediateDirectories: true)
        for file in ["Package.swift", "Sources/Adapters/Adapters.swift"] {
            try text(file).write(toFile: folder.file(file), atomically: true, encoding: .utf8)
        }
        return folder
    }

    private func writer(_ name: String) throws -> ScaffoldWriter {
        ScaffoldWriter(scaffold: Scaffold(name: try AdapterName(name)))
    }

    @Test func `the snapshot that is built and tested is what is written`() throws {
        let files = Scaffold(name: try AdapterName("line-log")).repositoryFiles
        let snapshot = Self.root + "/Tests/Scaffolded/"
        for file in files { #expect(try text("Tests/Scaffolded/" + file.path) == file.text, "\(file.path)") }
        let there = try FileManager.default.subpathsOfDirectory(atPath: snapshot).filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: snapshot + path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }
        #expect(Set(there) == Set(files.map(\.path)))
    }

    @Test func `the lists are edited at their marks, once, and remain what the formatter wants`() async throws {
        let folder = try checkout()
        let written = try writer("a-name-of-forty-characters-for-the-lines").write(intoCheckout: folder.path)
        #expect(
            written.contains(
                "Sources/Adapters/ANameOfFortyCharactersForTheLines/ANameOfFortyCharactersForTheLinesAdapter.swift"))
        let package = try String(contentsOfFile: folder.file("Package.swift"), encoding: .utf8)
        let adapters = try String(contentsOfFile: folder.file("Sources/Adapters/Adapters.swift"), encoding: .utf8)
        #expect(adapters.contains("        ANameOfFortyCharactersForTheLinesAdapter.self,\n        // new adapters\n"))
        let imports = adapters.split(separator: "\n").filter { $0.hasPrefix("import ") }
        #expect(imports == imports.sorted() && imports.contains("import ANameOfFortyCharactersForTheLinesAdapter"))
        for (text, times) in [
            ("name: \"ANameOfFortyCharactersForTheLinesAdapter\"", 1),
            ("name: \"ANameOfFortyCharactersForTheLinesAdapterTests\"", 1),
            ("\"ANameOfFortyCharactersForTheLines\",", 1),
            ("\"ANameOfFortyCharactersForTheLinesAdapter\",", 3),
        ] {
            #expect(package.split(separator: text, omittingEmptySubsequences: false).count == times + 1, "\(text)")
        }
        #expect(throws: (any Error).self) {
            try writer("a-name-of-forty-characters-for-the-lines").write(intoCheckout: folder.path)
        }
        #expect(try String(contentsOfFile: folder.file("Package.swift"), encoding: .utf8) == package)
        let swift = written.filter { $0.hasSuffix(".swift") }.map { folder.file($0) }
        let lint = try await run(
            "swift", ["format", "lint", "--strict", "--configuration", Self.root + "/.swift-format"] + swift)
        #expect(lint.status == 0, "\(lint.output)")
        let described = try await run("swift", ["package", "--package-path", folder.path, "dump-package"])
        #expect(
            described.status == 0 && described.output.contains("ANameOfFortyCharactersForTheLinesAdapterTests"),
            "\(described.output)")
    }

    @Test func `nothing is written when something is in the way`() throws {
        let folder = try checkout()
        let before = try String(contentsOfFile: folder.file("Package.swift"), encoding: .utf8)
        let taken = folder.file("Sources/Adapters/LineTwo/README.md")
        try FileManager.default.createDirectory(
            atPath: folder.file("Sources/Adapters/LineTwo"), withIntermediateDirectories: true)
        try "mine".write(toFile: taken, atomically: true, encoding: .utf8)
        #expect {
            try writer("line-two").write(intoCheckout: folder.path)
        } throws: {
            "\($0)" == "\(taken): is there already"
        }
        try before.replacing("// new adapters' tests", with: "")
            .write(toFile: folder.file("Package.swift"), atomically: true, encoding: .utf8)
        #expect {
            try writer("line-three").write(intoCheckout: folder.path)
        } throws: {
            "\($0)".contains("one line \"// new adapters' tests\"")
        }
        #expect(try folder.names() == ["Package.swift", "Sources"])
        #expect(!FileManager.default.fileExists(atPath: folder.file("Sources/Adapters/LineThree")))
    }

    @Test func `a checkout is found from within, and nowhere else`() throws {
        let folder = try checkout()
        #expect(ScaffoldWriter.checkout(around: folder.file("Sources/Adapters")) == folder.path)
        #expect(ScaffoldWriter.checkout(around: "/usr") == nil)
    }

    @Test(
        arguments: [
            ("KeyValue", "key-value"), ("key_value", "key-value"), ("Key Value", "key-value"), ("9lives", "lives"),
            ("key--value", "key-value"), ("-x", "x"), ("", nil), ("../x", "x"), ("Ärger", "rger"),
        ] as [(String, String?)])
    func `a name that cannot be is refused with one that can`(name: String, suggestion: String?) {
        #expect {
            try AdapterName(name)
        } throws: { error in
            "\(error)".contains("is no name for an adapter")
                && suggestion.map { "\(error)".contains("did you mean \"\($0)\"") } ?? !"\(error)".contains(
                    "did you mean")
        }
    }

    @Test func `a name says what types and folders are called`() throws {
        let name = try AdapterName("key-value-2")
        #expect(name.base == "KeyValue2" && name.type == "KeyValue2Adapter")
    }

    @Test func `a package depends on the checkout it is told of`() throws {
        let files = Scaffold(name: try AdapterName("line-log")).packageFiles(host: "/opt/adapter-host")
        let manifest = try #require(files.first { $0.path == "Package.swift" }).text
        #expect(manifest.contains(".package(name: \"adapter-host\", path: \"/opt/adapter-host\")"))
        #expect(
            files.contains { $0.path == "Sources/line-log-host/Main.swift" && $0.text.contains("LineLogAdapter.self") })
        #expect(!files.contains { $0.text.contains("@") && $0.text.contains("TYPE@") })
    }

    /// Runs a program to its end.
    private func run(_ program: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        let folder = try TemporaryFolder()
        let output = folder.file("output")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = process.standardOutput
        try process.run()
        _ = try await eventually(.seconds(120)) { !process.isRunning }
        if process.isRunning { process.terminate() }
        let text = FileManager.default.contents(atPath: output).map { String(decoding: $0, as: UTF8.self) }
        return (process.isRunning ? -1 : process.terminationStatus, text ?? "")
    }
}
