import AdapterAPI
import Foundation

/// A temporary folder for one source, with a copy of its case: relative paths of the press file start from here. It goes
/// with the last reference to it.
public final class FeedPlace: Sendable {
    /// The folder's path.
    public let path: String
    /// The inputs, as paths within the folder. Each was last changed a second after the one before.
    public let inputs: [String]
    private let texts: [String: String]

    /// Seconds since 1970 of 2026-01-01, where the kit's clock stands.
    static let start: Int64 = 1_767_225_600

    /// - Parameter hasInputs: whether the source is to get the case's inputs.
    init(_ testCase: AdapterCase, root: ConfigurationNode, hasInputs: Bool) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("adapter-testkit-\(UUID())")
        path = folder.path
        inputs = hasInputs ? testCase.inputs : []
        var texts: [String: String] = [:]
        if case .mapping(let entries) = root.content {
            for entry in entries {
                if case .scalar(let text, _) = entry.value.content { texts[entry.key] = text }
            }
        }
        self.texts = texts
        try FileManager.default.copyItem(atPath: testCase.path, toPath: path)
        for (index, input) in testCase.inputs.enumerated() { try Self.setTime(of: path + "/" + input, index) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The text of one of the press file's options; nil when it is absent or no plain text.
    public func option(_ key: String) -> String? { texts[key] }

    /// Makes a folder beside the copy's files and puts the inputs there.
    /// - Returns: its path.
    func folderOfInputs(_ name: String) throws -> String {
        let folder = path + "/" + name
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (index, input) in inputs.enumerated() {
            let target = URL(fileURLWithPath: folder + "/" + input)
            try FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: path + "/" + input, toPath: target.path)
            try Self.setTime(of: target.path, index)
        }
        return folder
    }

    private static func setTime(of path: String, _ index: Int) throws {
        let date = Date(timeIntervalSince1970: Double(start + Int64(index)))
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: path)
    }
}
