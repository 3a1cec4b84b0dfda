import Foundation
import PrintDocuments
import Testing

/// Third-party documents that lie beside the project on some machines; they are not part of it.
@Suite struct SampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/samples/matrix")

    @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path), "skipped: no samples beside the project"))
    func `production documents give as many events as expected of them`() async throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".xml")
        }
        #expect(!names.isEmpty)
        for name in names {
            let expected = Self.folder.deletingLastPathComponent().appending(path: "expected/matrix/\(name).json")
            let events = try JSONSerialization.jsonObject(with: Data(contentsOf: expected)) as? [[String: Any]]
            let reading = try await Reading.of(
                bytes: Array(Data(contentsOf: Self.folder.appending(path: name))))
            #expect(reading.subtypes == events?.compactMap { $0["eventsubtype"] as? String }, "\(name)")
        }
    }
}
