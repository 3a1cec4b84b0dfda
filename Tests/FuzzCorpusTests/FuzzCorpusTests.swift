import Foundation
import FuzzTargets
import Testing

/// Every input that the fuzzer starts from, and every one that it once found a fault with, is read as it should be.
@Suite struct FuzzCorpusTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fuzz/Corpus")

    @Test(arguments: FuzzTarget.allCases)
    func `reads the corpus`(target: FuzzTarget) async throws {
        let folder = Self.folder.appending(path: target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files {
            let findings = await target.findings(Array(try Data(contentsOf: file)))
            #expect(findings.isEmpty, "\(target.rawValue)/\(file.lastPathComponent)")
        }
        #expect(await target.findings([]).isEmpty)
    }
}
