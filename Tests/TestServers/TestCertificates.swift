import Foundation

/// An authority, a server, a client and a foreign authority, made by the openssl program.
public final class TestCertificates: Sendable {
    public static let program = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    private let folder: TemporaryFolder

    public init() throws {
        folder = try TemporaryFolder()
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        let names = ["-addext", "subjectAltName=IP:127.0.0.1"]
        for name in ["ca", "foreign"] {
            try run(
                ["req", "-x509"] + key + [
                    "-subj", "/CN=\(name)", "-keyout", file(name, "key"), "-out", path("\(name).pem"),
                ])
        }
        for name in ["server", "client"] {
            try run(
                ["req", "-x509"] + key + names + [
                    "-subj", "/CN=\(name)", "-CA", path("ca.pem"), "-CAkey", path("ca.key"), "-keyout",
                    file(name, "key"), "-out", path("\(name).pem"),
                ])
        }
        // The broker gives up its rights when it starts as root.
        for name in try folder.names() { chmod(folder.file(name), 0o644) }
        chmod(folder.path, 0o755)
    }

    public func path(_ name: String) -> String { folder.file(name) }

    private func file(_ name: String, _ kind: String) -> String { path("\(name).\(kind)") }

    private func run(_ arguments: [String]) throws {
        guard let program = Self.program else { return }
        let process = try TestBroker.launch(program, arguments, output: nil)
        process.waitUntilExit()
        if process.terminationStatus != 0 { throw POSIXError(.EINVAL) }
    }
}
