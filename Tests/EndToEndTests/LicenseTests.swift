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

    /// Packages that are resolved and of which the program links nothing.
    private static let unlinked: Set = [
        "async-http-client", "swift-algorithms", "swift-asn1", "swift-certificates",
        "swift-configuration", "swift-crypto", "swift-distributed-tracing", "swift-http-structured-headers",
        "swift-metrics",
        "swift-nio-http2", "swift-nio-transport-services", "swift-numerics", "swift-service-context", "swift-system",
    ]

    /// The checkout that these tests were built from.
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private func report() throws -> Report {
        try JSONDecoder().decode(Report.self, from: Data(try HostProcess.run(["licenses", "--json"]).output.utf8))
    }

    @Test func `every package that was resolved is listed, with its version, unless nothing of it is linked`() throws {
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
        let listed = Dictionary(uniqueKeysWithValues: try report().packages.map { ($0.name, $0) })
        #expect(listed.count >= 10)
        let pins = try JSONDecoder().decode(Resolved.self, from: data).pins
        for pin in pins {
            guard let package = listed[pin.identity] else {
                #expect(Self.unlinked.contains(pin.identity), "\(pin.identity) is neither listed nor known as unlinked")
                continue
            }
            #expect(package.version == pin.state.version ?? pin.state.revision, "\(pin.identity)")
        }
        #expect(Set(listed.keys).isSubset(of: pins.map(\.identity)))
        #expect(Self.unlinked.isDisjoint(with: listed.keys))
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
