import AdapterTestKit
import Foundation
import TestServers

/// A folder with one case for the faulty adapter, whose expected files are those of the adapter without a fault.
struct CaseFolder {
    static let name = "lines"
    let folder: TemporaryFolder

    init(_ fault: FaultyAdapter.Fault = .none) throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: folder.file(Self.name), withIntermediateDirectories: true)
        try write("press.yaml", Self.press(fault))
        try write("input.txt", "first\nsecond\nthird\nfourth\nfifth\nsixth\n")
    }

    static func press(_ fault: FaultyAdapter.Fault) -> String {
        "id: lines\nadapter: faulty\nfault: \(fault.rawValue)\nasset: { id: press-1, type: SheetfedPress }\n"
    }

    func write(_ file: String, _ text: String) throws {
        try text.write(toFile: path(file), atomically: true, encoding: .utf8)
    }

    func text(_ file: String) -> String? {
        FileManager.default.contents(atPath: path(file)).map { String(decoding: $0, as: UTF8.self) }
    }

    func kit(isRecording: Bool = false) -> AdapterConformance {
        var limits = ConformanceLimits()
        limits.cancellation = FaultyAdapter.deafness / 4
        return AdapterConformance(
            FaultyAdapter.self, testdata: folder.path, feed: FolderFeed(filesLeave: false), limits: limits,
            isRecording: isRecording)
    }

    /// Writes the expected files that the adapter without a fault gives.
    func record() async throws {
        let press = text("press.yaml") ?? ""
        try write("press.yaml", Self.press(.none))
        let failures = await kit(isRecording: true).failures()
        try write("press.yaml", press)
        if let first = failures.first { throw first }
    }

    private func path(_ file: String) -> String { folder.file(Self.name + "/" + file) }
}
