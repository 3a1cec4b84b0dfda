/// Puts a new adapter into the lists of this repository, at the places that are marked for it.
struct RepositoryEdit {
    let name: AdapterName

    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    /// `Package.swift` with the adapter's targets in it.
    /// - Throws: ``Fault`` when a mark is missing, or the targets are there.
    func manifest(_ text: String) throws(Fault) -> String {
        guard !text.contains("\"\(name.type)\"") else {
            throw Fault(description: "Package.swift has a target \(name.type) already")
        }
        var text = text
        try insert(Self.target, before: "new adapters' targets", in: "Package.swift", &text)
        try insert("\"@TYPE@\",", before: "new adapters' modules", in: "Package.swift", &text)
        try insert("\"@BASE@\",", before: "new adapters' folders", in: "Package.swift", &text)
        try insert(Self.testTarget, before: "new adapters' tests", in: "Package.swift", &text)
        return text
    }

    /// `Adapters.swift` with the adapter's line and import in it.
    /// - Throws: ``Fault`` when the mark is missing, or the adapter is there.
    func adapters(_ text: String) throws(Fault) -> String {
        guard !text.contains("import \(name.type)\n") else {
            throw Fault(description: "Adapters.swift lists \(name.type) already")
        }
        var text = text
        try insert("@TYPE@.self,", before: "new adapters", in: "Adapters.swift", &text)
        // Imports stand in the order of the modules' names, public ones among them.
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let imports = lines.indices.filter { lines[$0].hasPrefix("import ") || lines[$0].hasPrefix("public import ") }
        let next = imports.first { lines[$0].split(separator: " ").last.map { $0 > name.type } ?? false }
        lines.insert("import \(name.type)", at: next ?? imports.last.map { $0 + 1 } ?? 0)
        text = lines.joined(separator: "\n")
        return text
    }

    private static let target = #"""
        .target(
            name: "@TYPE@", dependencies: ["AdapterAPI", "HotFolder"],
            path: "Sources/Adapters/@BASE@", exclude: ["README.md", "testdata"]),
        """#

    private static let testTarget = #"""
        .testTarget(
            name: "@TYPE@Tests",
            dependencies: ["@TYPE@", "AdapterTestKit"]),
        """#

    /// Inserts lines before the one that holds `// mark`, with its indentation.
    private func insert(
        _ template: String, before mark: String, in file: String, _ text: inout String
    ) throws(Fault) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let marked = lines.indices.filter { lines[$0].hasSuffix("// \(mark)") }
        guard marked.count == 1, let index = marked.first else {
            throw Fault(description: "\(file): there must be one line \"// \(mark)\", to put the adapter before it")
        }
        let indent = String(lines[index].prefix { $0 == " " })
        let added = ScaffoldFile("", template, name).text.split(separator: "\n").map { indent + $0 }
        lines.insert(contentsOf: added, at: index)
        text = lines.joined(separator: "\n")
    }
}
