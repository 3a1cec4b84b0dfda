import Foundation
import TestServers

/// `curl` as a process.
enum Curl {
    static let program = ["/usr/bin/curl", "/usr/local/bin/curl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// Posts a body; returns the status, `000` when there was no answer.
    static func post(_ body: String, to url: String, _ more: [String]) async throws -> String {
        let folder = try TemporaryFolder()
        try body.write(toFile: folder.file("body"), atomically: true, encoding: .utf8)
        let arguments = [
            "--silent", "--max-time", "60", "--output", folder.file("answer"), "--write-out", "%{http_code}",
            "--header", "Content-Type: application/vnd.cip4-jmf+xml", "--data-binary", "@\(folder.file("body"))", url,
        ]
        let process = try TestBroker.launch(program ?? "", arguments + more, output: folder.file("status"))
        // Polled: waiting in place would hold a thread that the tested server needs.
        _ = try await eventually(.seconds(90)) { !process.isRunning }
        return String(decoding: FileManager.default.contents(atPath: folder.file("status")) ?? Data(), as: UTF8.self)
    }
}
