import AdapterAPI

/// Whether files are read as wholes or while they grow.
enum ReadingMode: Sendable {
    case files
    /// `lastLineAfter`: how long a last line without a line end waits; nil: until the file is renamed or deleted.
    case tail(lastLineAfter: Duration?)

    private enum Name: String, CaseIterable {
        case files, tail
    }

    /// What has no meaning for files that stay where they are.
    private static let onlyForFiles = [
        "create", "ready", "stableFor", "marker", "subfolders", "order", "emptyFor", "maxFileSize", "done", "error",
        "keepDone", "keepErrors",
    ]

    init(_ reader: inout ConfigurationReader) {
        let name = reader.choice(
            "mode", default: Name.files, help: "files: whole files that arrive; tail: files that grow, and stay there")
        let lastLineAfter = reader.optionalDuration(
            "lastLineAfter", help: "how long a last line without a line end waits; default: until its file is renamed")
        switch name {
        case .files:
            self = .files
            if reader.has("lastLineAfter") {
                reader.fault(at: "lastLineAfter", "\"lastLineAfter\" is only for mode: tail")
            }
        case .tail:
            self = .tail(lastLineAfter: lastLineAfter)
            for key in Self.onlyForFiles where reader.has(key) {
                reader.fault(at: key, "\"\(key)\" is only for mode: files; with mode: tail files stay where they are")
            }
        }
    }
}
