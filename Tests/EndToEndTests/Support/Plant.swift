import Foundation
import IoTTransport
import Logging
import TestServers

/// A small plant: one press that writes production documents, a host's configuration, and the count of what was fed.
final class Plant {
    static let topic = "$aws/rules/iot_data_platform_telemetry_dev"

    let folder: TemporaryFolder
    private(set) var fed = 0
    private var files = 0

    /// - Parameters:
    ///   - broker: what stands behind `broker:`.
    ///   - state: the state folder, in place of one of the plant's own.
    ///   - more: further lines of the configuration.
    init(broker: String, state: String = "state", spool: String = "{}", more: String = "") throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file("presses"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: inbox, withIntermediateDirectories: true)
        try """
        state: \(state)
        broker: \(broker)
        spool: \(spool)
        presses: [presses/*.yaml]
        \(more)
        """.write(toFile: configuration, atomically: true, encoding: .utf8)
        try setPress("asset: { type: ID_Cutter }\nunknownAsset: useKey")
    }

    var configuration: String { folder.file("host.yaml") }
    var log: String { folder.file("host.log") }
    var inbox: String { folder.file("in") }

    /// Writes the press file anew, with these lines about its machines.
    func setPress(_ assets: String) throws {
        try """
        id: cutter-1
        adapter: prinect
        folder: ../in
        ready: rename
        \(assets)
        """.write(toFile: folder.file("presses/cutter.yaml"), atomically: true, encoding: .utf8)
    }

    /// Puts a document of so many records into the folder, renamed into place as a careful writer does.
    func feed(_ records: Int) throws {
        var text = "<ProductionDataAcquisition>\n"
        for record in fed..<fed + records {
            text += "<Message DeviceID=\"6000\"><JobEvent JobID=\"job-\(record)\" Amount=\"\(record)\"/></Message>\n"
        }
        text += "</ProductionDataAcquisition>\n"
        try put(text)
        fed += records
    }

    /// Puts a document of so many JMF messages into the folder, and as many that were in documents before.
    func feedMessages(_ records: Int, again: Int) throws {
        var text = "<JMF xmlns=\"http://www.CIP4.org/JDFSchema_1_1\" SenderID=\"6000\">\n"
        for record in max(0, fed - again)..<fed + records {
            text += "<Signal ID=\"S\(record)\" Type=\"Notification\"><Notification JobID=\"job-\(record)\"/></Signal>\n"
        }
        text += "</JMF>\n"
        try put(text)
        fed += records
    }

    /// Puts a document into the folder.
    func put(_ text: String) throws {
        files += 1
        let name = "feed-\(files).xml"
        try text.write(toFile: inbox + "/.\(name).writing", atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(atPath: inbox + "/.\(name).writing", toPath: inbox + "/" + name)
    }

    /// Adds a press that posts its messages; returns the port.
    @discardableResult
    func openPortal(_ port: Int? = nil, id: String = "portal-1") throws -> Int {
        let port = try port ?? TestBroker.freePort()
        try addPress(
            id,
            """
            adapter: jmf-http
            listen: 127.0.0.1:\(port)
            asset: { type: SheetfedPress }
            unknownAsset: useKey
            """)
        return port
    }

    /// Adds a source: its press file, but for the id.
    func addPress(_ id: String, _ text: String) throws {
        try "id: \(id)\n\(text)\n".write(toFile: folder.file("presses/\(id).yaml"), atomically: true, encoding: .utf8)
    }

    /// What the host counted, once it has stopped.
    func counters() throws -> SpoolCounters {
        let logger = Logger(label: "counters") { _ in SwiftLogNoOpLogHandler() }
        let spool = Spool(SpoolSettings(path: folder.file("state/spool.sqlite")), logger: logger)
        try spool.open()
        defer { spool.close() }
        return spool.counters()
    }

    func start(_ more: [String] = []) throws -> HostProcess {
        try HostProcess(["run", "--config", configuration] + more, log: log)
    }

    /// Files that wait in the folder, those in `done/`, and those in `error/`.
    func places() throws -> (waiting: Int, done: Int, error: Int) {
        func count(_ path: String) -> Int {
            ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(".xml") }.count
        }
        return (count(inbox), count(inbox + "/done"), count(inbox + "/error"))
    }
}
