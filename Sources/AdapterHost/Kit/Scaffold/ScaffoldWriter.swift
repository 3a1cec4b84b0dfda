import Foundation

/// Writes a new adapter: looks at everything first, and touches nothing when something is in the way.
struct ScaffoldWriter {
    let scaffold: Scaffold

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// What a checkout of this repository is known by.
    private static let manifest = "Package.swift"
    private static let registry = "Sources/Adapters/Adapters.swift"

    /// The checkout that a folder lies in; nil when there is none.
    static func checkout(around folder: String) -> String? {
        var url = URL(fileURLWithPath: folder).standardizedFileURL
        while true {
            if FileManager.default.fileExists(atPath: url.appendingPathComponent(registry).path) { return url.path }
            if url.path == "/" { return nil }
            url.deleteLastPathComponent()
        }
    }

    /// Writes the adapter into a checkout. Returns the paths that were written, from its root.
    /// - Throws: ``Fault`` or `RepositoryEdit.Fault` when something is in the way, before anything was written.
    func write(intoCheckout root: String) throws -> [String] {
        let edit = RepositoryEdit(name: scaffold.name)
        let edits = [
            ScaffoldFile(path: Self.manifest, text: try edit.manifest(read(root, Self.manifest))),
            ScaffoldFile(path: Self.registry, text: try edit.adapters(read(root, Self.registry))),
        ]
        // The lists come last: without its files an adapter in them would break the build.
        return try write(scaffold.repositoryFiles, edits, under: root)
    }

    /// Writes a package of its own. Returns the paths that were written, from its root.
    /// - Throws: ``Fault`` when something is in the way, before anything was written.
    func write(asPackage root: String, host: String) throws -> [String] {
        try write(scaffold.packageFiles(host: host), [], under: root)
    }

    private func read(_ root: String, _ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: root + "/" + path) else {
            throw Fault(description: "\(root)/\(path): cannot be read")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func write(_ files: [ScaffoldFile], _ edits: [ScaffoldFile], under root: String) throws -> [String] {
        let taken = files.map { "\(root)/\($0.path)" }.filter { FileManager.default.fileExists(atPath: $0) }
        guard taken.isEmpty else {
            throw Fault(description: taken.map { "\($0): is there already" }.joined(separator: "\n"))
        }
        for file in files + edits {
            let url = URL(fileURLWithPath: root + "/" + file.path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try file.text.write(to: url, atomically: true, encoding: .utf8)
        }
        return (files + edits).map(\.path)
    }
}
