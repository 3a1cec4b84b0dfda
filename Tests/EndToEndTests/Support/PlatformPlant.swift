import Foundation
import IoTTransport
import LocalPlatform
import TestServers

/// A host that gets its certificate on first use, and the platform of one's own that it goes to, in this process.
final class PlatformPlant {
    let folder: TemporaryFolder
    private let platform: LocalPlatform
    private let addresses: LocalPlatformAddresses
    private let connection: RawConnection
    private var files = 0
    private(set) var fed = 0
    private var events: [String] = []

    /// Runs a test with a platform that is stopped at its end.
    static func with(_ test: (PlatformPlant) async throws -> Void) async throws {
        let plant = try await PlatformPlant()
        do {
            try await test(plant)
        } catch {
            await plant.platform.stop()
            throw error
        }
        await plant.platform.stop()
    }

    private init() async throws {
        folder = try TemporaryFolder()
        platform = LocalPlatform(LocalPlatformOptions(folder: folder.file("platform")))
        addresses = try await platform.start()
        connection = try RawConnection(port: addresses.httpPort)
        for name in ["presses", "in"] {
            try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
        }
        try write(
            """
            platform: { environment: dev, certificateStore: store, provision: firstUse }
            presses: [presses/*.yaml]
            """, "host.yaml")
        try write("stage=dev\nbase_url=http://127.0.0.1:\(addresses.httpPort)\n", "env.dev")
        try write(
            """
            id: cutter-1
            adapter: prinect
            folder: ../in
            ready: rename
            asset: { type: ID_Cutter }
            unknownAsset: useKey
            """, "presses/cutter.yaml")
    }

    private func write(_ text: String, _ name: String) throws {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }

    // MARK: The host

    var log: String { folder.file("host.log") }

    /// What the host has printed so far.
    var printed: String { String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self) }

    func start() throws -> HostProcess {
        let key = try String(contentsOfFile: folder.file("platform/api-key.txt"), encoding: .utf8)
        return try HostProcess(
            ["run", "--config", folder.file("host.yaml")], log: log,
            environment: ["API_KEY": key.trimmingCharacters(in: .whitespacesAndNewlines)])
    }

    /// Puts a document of so many records into the folder, renamed into place as a careful writer does.
    ///
    /// - Parameter subtype: the events' subtype; their type is ODA.
    func feed(_ records: Int, _ subtype: String = "JobEvent") throws {
        var text = "<ProductionDataAcquisition>\n"
        for record in fed..<fed + records {
            text += "<Message DeviceID=\"6000\"><\(subtype) JobID=\"job-\(record)\"/></Message>\n"
        }
        files += 1
        let name = "feed-\(files).xml"
        try write(text + "</ProductionDataAcquisition>\n", "in/.\(name).writing")
        try FileManager.default.moveItem(atPath: folder.file("in/.\(name).writing"), toPath: folder.file("in/\(name)"))
        fed += records
    }

    /// Whether all that was fed is in the spool, or was held back by the filter.
    func isTaken() -> Bool {
        let done = (try? FileManager.default.contentsOfDirectory(atPath: folder.file("in/done"))) ?? []
        return done.count == files
    }

    // MARK: The platform

    var summary: LocalPlatformSummary? { platform.summary() }

    /// The path of the host's shadow in the platform's interface.
    func shadow(_ name: String? = nil) throws -> String {
        let client = StoreContents(folder: folder.file("store")).clientID ?? "unknown"
        return "/api/shadows/\(client)" + (name.map { "/\($0)" } ?? "")
    }

    /// A request to the platform's interface, over one connection that is kept.
    func http(_ method: String, _ path: String, _ body: String = "") async throws -> (status: Int, body: String) {
        try await connection.send(
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(addresses.httpPort)\r\nContent-Length: \(body.utf8.count)"
                + "\r\n\r\n\(body)")
        guard let response = try await connection.response() else { throw POSIXError(.ECONNRESET) }
        return (response.status, response.body)
    }

    /// Makes a fault, or ends it.
    func fault(_ json: String) async throws {
        let answer = try await http("POST", "/api/faults", json)
        guard answer.status == 200 else { throw PlatformRefusal(answer: answer.body) }
    }

    /// What the host reports in one of its shadows; empty while it reports nothing.
    func reported(in name: String? = nil) async throws -> [String: Any] {
        let answer = try await http("GET", try shadow(name))
        let document = try JSONSerialization.jsonObject(with: Data(answer.body.utf8)) as? [String: Any]
        let state = document?["state"] as? [String: Any]
        return state?["reported"] as? [String: Any] ?? [:]
    }

    /// Waits until the host reports this blacklist.
    func reports(blacklist types: [String]) async throws -> Bool {
        try await eventually { try await reported()["event_type_blacklist"] as? [String] == types }
    }

    /// Turns event types off, as the page's switches do; none turns all on again.
    func blacklist(_ types: [String]) async throws {
        let wish = try JSONSerialization.data(
            withJSONObject: ["state": ["desired": ["event_type_blacklist": types]]])
        let answer = try await http("POST", try shadow(), String(decoding: wish, as: UTF8.self))
        guard answer.status == 200 else { throw PlatformRefusal(answer: answer.body) }
    }

    /// Waits until something holds; false when it does not within the limit.
    func eventually(_ limit: Duration = .seconds(60), _ holds: () async throws -> Bool) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await holds() { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return try await holds()
    }

    /// Waits until so many different records have come.
    func arrive(_ records: Int) async throws -> Bool {
        try await eventually { try await received().distinct >= records }
    }

    /// The platform's events so far, each as the host wrote it.
    func received() async throws -> Received {
        while true {
            let answer = try await http("GET", "/api/events/\(events.count + 1)")
            guard answer.status == 200, let start = answer.body.range(of: ",\"event\":")?.upperBound else { break }
            events.append(String(answer.body[start...].dropLast()))
        }
        return Received(events)
    }
}

/// What the platform's interface answered in place of doing what was asked.
struct PlatformRefusal: Error {
    let answer: String
}
