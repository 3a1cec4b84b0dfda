import Foundation

/// A case: a folder with a press file, inputs, and what must come of them.
///
///     testdata/two-jobs/
///         press.yaml         how the source is configured
///         shift.csv          an input; any name, any number, also in folders
///         expected.ndjson    the events, a JSON object a line, byte for byte
///         expected.error     the faults, a line each: refused records and files, or what is wrong with press.yaml
///
/// One of the two expected files may be missing when there is nothing to say in it. A `README.md` and names that begin
/// with a dot are no inputs.
public struct AdapterCase: Sendable, CustomStringConvertible {
    /// The folder's name.
    public let name: String
    /// The folder's path.
    public let path: String
    /// The inputs, as paths within the folder, in the order of their bytes.
    public let inputs: [String]

    static let pressFile = "press.yaml"
    static let eventsFile = "expected.ndjson"
    static let faultsFile = "expected.error"
    private static let others: Set = [pressFile, eventsFile, faultsFile, "README.md"]

    public var description: String { name }

    /// Reads what lies in a folder.
    /// - Throws: ``ConformanceFailure`` when it is no case.
    init(name: String, path: String) throws {
        self.name = name
        self.path = path
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        guard names.contains(Self.pressFile) else {
            throw ConformanceFailure(name, .golden, "\(path) holds no \(Self.pressFile)")
        }
        inputs = names.filter { name in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder)
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            return !isFolder.boolValue && !isHidden && !Self.others.contains(name)
        }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// The events that are expected, a line each; nil when the file is missing.
    var expectedEvents: [String]? { lines(of: Self.eventsFile) }
    /// The faults that are expected, a line each; nil when the file is missing.
    var expectedFaults: [String]? { lines(of: Self.faultsFile) }

    /// Writes what came in place of what was expected; a file with nothing to say is removed.
    func record(events: [String], faults: [String]) throws {
        for (name, lines) in [(Self.eventsFile, events), (Self.faultsFile, faults)] {
            let file = path + "/" + name
            if lines.isEmpty {
                if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
            } else {
                let text = lines.joined(separator: "\n") + "\n"
                try text.write(toFile: file, atomically: true, encoding: .utf8)
            }
        }
    }

    private func lines(of name: String) -> [String]? {
        guard let data = FileManager.default.contents(atPath: path + "/" + name) else { return nil }
        return Lines.split(Array(data))
    }
}
