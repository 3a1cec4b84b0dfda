import Foundation
import TestServers
import Testing

/// `licenses` lists all that the program links, and nothing of it lacks a licence.
@Suite struct LicenseTests {
    private struct Report: Decodable {
        struct Package: Decodable {
            var name: String
            var version: String
            var license: String
            var texts: [String]
        }
        struct Component: Decodable {
            var name: String
            var license: String
            var libraries: [String]
        }
        var packages: [Package]
        var components: [Component]
    }

    /// The checkout that these tests were built from.
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func report() throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(try HostProcess.run(["licenses", "--json"]).output.utf8))
    }

    @Test func `every package is listed with the version that was resolved`() throws {
        struct Resolved: Decodable {
            struct Pin: Decodable {
                struct State: Decodable {
                    var version: String?
                    var revision: String
                }
                var identity: String
                var state: State
            }
            var pins: [Pin]
        }
        let data = try Data(contentsOf: Self.root.appending(path: "Package.resolved"))
        let pins = try JSONDecoder().decode(Resolved.self, from: data).pins
        let versions = Dictionary(
            uniqueKeysWithValues: pins.map { ($0.identity, $0.state.version ?? $0.state.revision) })
        let packages = try report().packages
        #expect(packages.count >= 10)
        for package in packages { #expect(package.version == versions[package.name], "\(package.name)") }
    }

    /// What the linker was given, beside the program that was built with these tests.
    private static let linked = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "adapter-host.product/Objects.LinkFileList")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: LicenseTests.linked.path), "skipped: no list of what was linked")
    )
    func `every package of which an object file was linked is listed, and no other`() throws {
        let text = try String(contentsOf: Self.linked, encoding: .utf8)
        let objects = Set(text.matches(of: /\/([A-Za-z_0-9]+)\.build\//).map { String($0.1) })
        func folders(_ url: URL, _ depth: Int) -> [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            return names.filter {
                !["Tests", "Benchmarks", "Examples", "IntegrationTests"].contains($0) && !$0.hasPrefix(".")
            }
            .flatMap { name in [name] + (depth > 1 ? folders(url.appending(path: name), depth - 1) : []) }
        }
        let modules = objects.subtracting(folders(Self.root.appending(path: "Sources"), 3))
        let checkouts = Self.root.appending(path: ".build/checkouts")
        let names = try FileManager.default.contentsOfDirectory(atPath: checkouts.path)
        let linked = names.filter { !modules.isDisjoint(with: folders(checkouts.appending(path: $0), 3)) }
        #expect(Set(try report().packages.map(\.name)) == Set(linked.map { $0.lowercased() }))
    }

    @Test func `everything has a licence that is known, and every package its text`() throws {
        let report = try report()
        for package in report.packages {
            #expect(!package.license.isEmpty && !package.version.isEmpty, "\(package.name)")
            #expect(package.texts.contains { $0.hasPrefix("LICENSE") }, "\(package.name)")
        }
        #expect(report.components.allSatisfy { !$0.license.isEmpty })
        let full = try HostProcess.run(["licenses", "--full"]).output
        #expect(full.contains("Apache License\n") && full.contains("swift-nio/NOTICE.txt"))
        for name in report.packages.map(\.name) + report.components.map(\.name) { #expect(full.contains(name)) }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/readelf"), "skipped: no readelf"))
    func `every library that the program is loaded with is listed`() throws {
        let readelf = Process()
        readelf.executableURL = URL(fileURLWithPath: "/usr/bin/readelf")
        readelf.arguments = ["--dynamic", "--wide", HostProcess.program]
        let output = Pipe()
        readelf.standardOutput = output
        try readelf.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        readelf.waitUntilExit()
        let needed = text.split(separator: "\n").filter { $0.contains("(NEEDED)") }
            .compactMap { $0.split(separator: "[").last?.dropLast() }
        #expect(needed.count >= 5, "\(text)")
        let known = try report().components.flatMap(\.libraries)
        for library in needed { #expect(known.contains { library.hasPrefix($0) }, "\(library)") }
    }
}
