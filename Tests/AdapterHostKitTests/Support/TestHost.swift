import AdapterAPI
import Foundation
import TestServers

@testable import AdapterHostKit

/// A host within the test's own process, with adapters of the test's own, and a broker that is not there.
struct TestHost {
    let folder: TemporaryFolder
    let log = LogLines()
    /// Makes it read its files again.
    let reload = ReloadRequests()
    private let kinds: AdapterKinds
    private let ids: String

    /// - Parameters:
    ///   - ids: what the ids of the presses begin with; suites that share what is known by id need different ones.
    ///   - presses: the files' texts; each is given an id, `press-0` and so on.
    ///   - host: further lines of the host's configuration.
    init(_ adapters: [any SourceAdapter.Type], ids: String = "press", presses: [String], host: String = "") throws {
        folder = try TemporaryFolder()
        self.ids = ids
        kinds = AdapterKinds(types: adapters)
        try FileManager.default.createDirectory(atPath: folder.file("presses"), withIntermediateDirectories: true)
        try """
        broker: { host: 127.0.0.1, port: \(try TestBroker.freePort()), topic: "t", clientId: c }
        presses: [presses/*.yaml]
        \(host)
        """.write(toFile: folder.file("host.yaml"), atomically: true, encoding: .utf8)
        for (number, press) in presses.enumerated() { try write(press, press: number) }
    }

    /// Writes a press file, given its id.
    func write(_ text: String, press number: Int) throws {
        try """
        id: \(ids)-\(number)
        asset: { type: T }
        unknownAsset: useKey
        \(text)
        """.write(toFile: folder.file("presses/\(number).yaml"), atomically: true, encoding: .utf8)
    }

    /// Starts it; cancelling the task is what a signal does.
    func start() throws -> Task<HostStatus, any Error> {
        let (kinds, path) = (kinds, folder.file("host.yaml"))
        let load = { @Sendable () throws(ConfigurationFaults) -> ConfigurationLoader.Loaded in
            try ConfigurationLoader(kinds: kinds, environment: [:]).load(path: path, environmentName: nil)
        }
        let loaded = try load()
        var host = Host(
            configuration: loaded, logger: log.logger, runsOnce: false,
            service: ServiceManager(environment: [:], logger: log.logger))
        host.reload = Reloading.Source(requests: reload) { Result(catching: load) }
        return Task { try await host.run() }
    }
}
