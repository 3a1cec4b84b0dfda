import Certificates
import Foundation
import IoTTransport
import TestServers

/// A host that is configured for the platform, and the platform's provisioning server.
final class PlatformSite {
    let folder: TemporaryFolder
    let authority: CertificateAuthority
    let server: ProvisioningServer

    /// - Parameter policy: platform.provision.
    init(policy: String = "never", authority: CertificateAuthority? = nil, brokerPort: Int = 8883) throws {
        folder = try TemporaryFolder()
        self.authority = try authority ?? CertificateAuthority(commonName: "Root")
        server = try ProvisioningServer(authority: self.authority, brokerPort: brokerPort)
        try FileManager.default.createDirectory(atPath: folder.file("presses"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: folder.file("in"), withIntermediateDirectories: true)
        try write(
            """
            platform: { environment: dev, certificateStore: store, provision: \(policy) }
            presses: [presses/*.yaml]
            """, "host.yaml")
        try write("stage=dev\nbase_url=\(server.base)\napi_key=\n", "env.dev")
        try write(
            "id: a\nadapter: prinect\nfolder: ../in\nready: rename\nasset: { id: x, type: T }\n", "presses/a.yaml")
    }

    deinit { server.stop() }

    private func write(_ text: String, _ name: String) throws {
        try text.write(toFile: folder.file(name), atomically: true, encoding: .utf8)
    }

    static let environment = ["API_KEY": ProvisioningServer.apiKey]
    var store: String { folder.file("store") }
    var journal: String { store + "/provisioning.json" }
    var log: String { folder.file("log") }
    var contents: StoreContents { StoreContents(folder: store) }
    var configuration: [String] { ["--config", folder.file("host.yaml")] }

    /// Starts the host; all that it prints goes into the log.
    func start(_ arguments: [String]) throws -> HostProcess {
        try HostProcess(
            arguments + configuration, log: log, environment: Self.environment, keepsOutput: true)
    }

    /// Runs the host to its end.
    func run(_ arguments: [String]) throws -> (status: Int32, output: String, complaints: String) {
        let result = try HostProcess.run(arguments + configuration, environment: Self.environment)
        let file = FileHandle(forWritingAtPath: log)
        if file == nil { _ = FileManager.default.createFile(atPath: log, contents: nil) }
        let handle = file ?? FileHandle(forWritingAtPath: log)
        handle?.seekToEndOfFile()
        handle?.write(Data((result.output + result.complaints).utf8))
        return result
    }

    /// Everything that the host has printed so far.
    func printed() -> String {
        String(decoding: FileManager.default.contents(atPath: log) ?? Data(), as: UTF8.self)
    }
}
