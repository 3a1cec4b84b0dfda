import Foundation

/// A folder that is removed with its owner.
final class TemporaryFolder {
    let path: String

    /// - Parameter base: the folder to make it in.
    init(in base: String = FileManager.default.temporaryDirectory.path) throws {
        path = base + "/hot-folder-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// One on another file system than the first, or nil where there is none.
    static func elsewhere(than folder: TemporaryFolder) throws -> TemporaryFolder? {
        guard FileManager.default.fileExists(atPath: "/dev/shm") else { return nil }
        let other = try TemporaryFolder(in: "/dev/shm")
        return try device(of: folder.path) == device(of: other.path) ? nil : other
    }

    private static func device(of path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.systemNumber] as? Int
    }

    /// Writes a file; folders above it are made.
    func write(_ name: String, _ text: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        if name.contains("/") {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        }
        try Data(text.utf8).write(to: url)
    }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")), as: UTF8.self)
    }

    func rename(_ name: String, to other: String) throws {
        try FileManager.default.moveItem(atPath: "\(path)/\(name)", toPath: "\(path)/\(other)")
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }

    /// Sorted names in the folder or one below.
    func names(_ subfolder: String = "") -> [String] {
        let names = try? FileManager.default.contentsOfDirectory(
            atPath: subfolder.isEmpty ? path : "\(path)/\(subfolder)")
        return (names ?? []).sorted()
    }

    /// Sorted paths of all files in the folder and those within it.
    func tree() -> [String] {
        let all = (try? FileManager.default.subpathsOfDirectory(atPath: path)) ?? []
        return all.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    /// Sets when a file was last changed, in seconds since 1970.
    func setTime(_ name: String, _ seconds: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: seconds)], ofItemAtPath: "\(path)/\(name)")
    }
}
