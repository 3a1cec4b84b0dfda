import Foundation
import TestServers
import Testing

@testable import LocalPlatform

/// A real host with its status page, a broker that can be switched on and off, and a browser that shows the page.
struct StatusVisit {
    static let token = "a-token-of-the-test"

    let browser: Browser
    let folder: TemporaryFolder
    let broker: TestBroker
    let address: String

    /// Starts the host, opens the page, runs the test, and checks that the page did nothing that it must not.
    ///
    /// - Parameter presses: their files, by id; `IN` stands for a folder of its own.
    static func with(
        presses: [String: String] = ["cutter-1": StatusVisit.cutter], hasBroker: Bool = true,
        _ test: (StatusVisit) async throws -> Void
    ) async throws {
        let (folder, broker, port) = (try TemporaryFolder(), try TestBroker(), try TestBroker.freePort())
        if hasBroker { try await broker.start() }
        try FileManager.default.createDirectory(atPath: folder.file("presses"), withIntermediateDirectories: true)
        for (id, text) in presses {
            try FileManager.default.createDirectory(atPath: folder.file(id), withIntermediateDirectories: true)
            try "id: \(id)\n\(text.replacingOccurrences(of: "IN", with: "../\(id)"))\n"
                .write(toFile: folder.file("presses/\(id).yaml"), atomically: true, encoding: .utf8)
        }
        try """
        state: state
        broker: { host: 127.0.0.1, port: \(broker.port), clientId: hall-1, topic: events/of/the/test }
        status: { listen: 127.0.0.1:\(port), token: \(token) }
        presses: [presses/*.yaml]
        """.write(toFile: folder.file("host.yaml"), atomically: true, encoding: .utf8)
        let host = Process()
        host.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("adapter-host")
        host.arguments = ["run", "--config", folder.file("host.yaml")]
        host.standardOutput = FileHandle.nullDevice
        host.standardError = FileHandle.nullDevice
        try host.run()
        defer {
            kill(host.processIdentifier, SIGKILL)
            host.waitUntilExit()
        }
        try await Browser.with { browser in
            let visit = StatusVisit(
                browser: browser, folder: folder, broker: broker, address: "http://127.0.0.1:\(port)/")
            #expect(try await eventually(.seconds(30)) { (try? RawConnection(port: port)) != nil })
            try await visit.openPage()
            try await test(visit)
            #expect(try await browser.consoleErrors().filter { !$0.contains("status of 401") } == [])
            let foreign = try await browser.requests().filter {
                !$0.hasPrefix(visit.address) && !$0.hasPrefix("data:") && !$0.hasPrefix("chrome://")
            }
            #expect(foreign == [])
        }
    }

    static let cutter = """
        adapter: prinect
        folder: IN
        ready: rename
        asset: { type: ID_Cutter }
        assets: { "6000": { id: cutter } }
        """

    func openPage() async throws {
        try await browser.open(address)
        #expect(try await browser.sees("document.getElementById('live-text').textContent.startsWith('Running')"))
        #expect(try await browser.sees("document.querySelectorAll('.press').length > 0"))
    }

    /// Puts a document of so many records into a press's folder.
    func feed(_ records: Int, machine: String = "6000", subtype: String = "JobEvent", press: String = "cutter-1") throws
    {
        let name = "\(UUID()).xml"
        var text = "<ProductionDataAcquisition>\n"
        for record in 0..<records {
            text +=
                "<Message DeviceID=\"\(machine)\"><\(subtype) JobID=\"\(name)-\(record)\" Amount=\"12500.0\"/></Message>\n"
        }
        try put(text + "</ProductionDataAcquisition>\n", name, press: press)
    }

    func put(_ text: String, _ name: String, press: String = "cutter-1") throws {
        let path = folder.file("\(press)/.\(name).writing")
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: path, toPath: folder.file("\(press)/\(name)"))
    }

    /// Whether the page shows findings of these ids, in this order.
    func finds(_ ids: [String]) async throws -> Bool {
        let list = JSONValue.array(ids.map(JSONValue.string)).text
        return try await browser.sees(
            "JSON.stringify([...document.querySelectorAll('#findings li')].map(e => e.dataset.id)) === '\(list)'")
    }
}
