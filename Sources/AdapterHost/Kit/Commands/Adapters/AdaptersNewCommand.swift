import ArgumentParser
import Foundation

/// `adapter-host adapters new`
struct AdaptersNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Begin an adapter: code, registration, README, sample and a test that passes.",
        discussion: """
            In a checkout of adapter-host it writes the adapter's folder, its test and sample, and puts it into Package.swift
            and Adapters.swift. With --package it writes a package outside of the checkout, with a host of its own.

            Examples:
              adapter-host adapters new key-value
              adapter-host adapters new key-value --package --into ~/key-value
            """)

    @Argument(help: "The adapter's kind: small letters and digits, words joined by hyphens.")
    var name: String

    @Option(help: ArgumentHelp("The checkout, or the package's new folder.", valueName: "dir"))
    var into: String?

    @Flag(name: .customLong("package"), help: "Write a package of its own.")
    var isPackage = false

    @Option(
        help: ArgumentHelp(
            "Where the package adapter-host lies, for --package; by default the checkout around.", valueName: "dir"))
    var host: String?

    func run() throws {
        do {
            let name = try AdapterName(name)
            guard AdapterKinds.current.type(named: name.kind) == nil else {
                throw ScaffoldWriter.Fault(description: "this host has an adapter \"\(name.kind)\" already")
            }
            let writer = ScaffoldWriter(scaffold: Scaffold(name: name))
            let here = FileManager.default.currentDirectoryPath
            let written = try isPackage ? writePackage(writer, name, here) : writeIntoCheckout(writer, here)
            for path in written.paths { Terminal.say("\(written.root)/\(path)") }
            Terminal.say(
                """

                To build and test it:
                  cd \(written.root) && swift test --disable-xctest --filter \(name.type)Tests
                The guide "Write an adapter in an hour" goes on from here:
                  \(written.checkout)/Sources/AdapterAPI/AdapterAPI.docc/WriteAnAdapter.md
                """)
        } catch {
            Terminal.complain("\(error)")
            throw HostExit.failure.code
        }
    }

    private struct Written {
        let root: String
        let paths: [String]
        /// Where adapter-host lies.
        let checkout: String
    }

    private func writeIntoCheckout(_ writer: ScaffoldWriter, _ here: String) throws -> Written {
        guard let root = ScaffoldWriter.checkout(around: into ?? here) else {
            throw ScaffoldWriter.Fault(
                description:
                    "\(into ?? here): no checkout of adapter-host is here; name one with --into DIR, or write a "
                    + "package of its own with --package")
        }
        return Written(root: root, paths: try writer.write(intoCheckout: root), checkout: root)
    }

    private func writePackage(_ writer: ScaffoldWriter, _ name: AdapterName, _ here: String) throws -> Written {
        guard let checkout = ScaffoldWriter.checkout(around: host ?? here) else {
            throw ScaffoldWriter.Fault(
                description: "\(host ?? here): no checkout of adapter-host is here; say where it lies with --host DIR")
        }
        let root = absolute(into ?? name.kind)
        return Written(
            root: root, paths: try writer.write(asPackage: root, host: checkout), checkout: checkout)
    }

    private func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}
