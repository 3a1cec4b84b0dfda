public import AdapterAPI

extension HotFolderSettings {
    /// Reads the settings from a press file.
    public init(_ reader: inout ConfigurationReader) {
        self.init(folder: reader.path("folder", neededBy: .run, help: "the folder that files arrive in"))
        create = reader.boolean(
            "create", default: create, help: "make the folders named here where they are missing")
        readReadiness(&reader)
        readNames(&reader)
        scanInterval = reader.duration(
            "scanInterval", default: scanInterval, help: "time between two looks at the whole folder")
        if scanInterval < Self.shortestScanInterval {
            reader.fault(at: "scanInterval", "\"scanInterval\" must be at least 100ms")
        }
        maxFileSize = reader.bytes("maxFileSize", default: "4GiB", help: "larger files go to error/")
        readDestinations(&reader)
    }

    private mutating func readReadiness(_ reader: inout ConfigurationReader) {
        ready = reader.choice(
            "ready", default: ready,
            help:
                "when a file is complete: auto looks at how it arrives; stable waits until it rests; marker waits for "
                + "a second file; rename trusts every final name")
        settleTime = reader.duration(
            "settleTime", default: settleTime, help: "how long a closed file must stay unchanged; ready: auto")
        stableFor = reader.duration(
            "stableFor", default: stableFor, help: "how long a file must stay unchanged; ready: stable")
        let text = reader.string(
            "marker", default: marker.description,
            help: "the name of a file's marker, from {name} or {stem} (without its extension); ready: marker")
        if let template = MarkerTemplate(text) {
            marker = template
        } else {
            reader.fault(
                at: "marker",
                "\"marker\" must be {name} or {stem} once, with text before or behind it, such as \"{name}.ok\"")
        }
        emptyFor = reader.duration(
            "emptyFor", default: emptyFor, help: "how long an empty file may wait for its content")
    }

    private mutating func readNames(_ reader: inout ConfigurationReader) {
        files = reader.strings("files", default: files, help: "names of files to take, with * and ?")
        if files.isEmpty { reader.fault(at: "files", "\"files\" must name at least one pattern") }
        ignore = reader.strings("ignore", help: "names of files and folders to leave alone, with * and ?")
        temporary = reader.strings(
            "temporary", help: "names that senders write under, beside .* *.tmp *.part *.filepart *~ *.ACL")
        subfolders = reader.boolean("subfolders", default: subfolders, help: "watch folders in the folder too")
        order = reader.choice(
            "order", default: order, help: "which ready file is read first: the one changed first, or by name")
    }

    private mutating func readDestinations(_ reader: inout ConfigurationReader) {
        done = Self.destination("done", &reader, "where files go that were taken; delete: nowhere; default: done/")
        error = Self.destination("error", &reader, "where refused files go, with the reason; default: error/")
        if error == .delete {
            reader.fault(at: "error", "\"error\" must be a folder: refused files are not deleted")
            error = .inside
        }
        keepDone = Self.keep("keepDone", &reader, "how long taken files are kept; default: for ever")
        keepErrors = Self.keep("keepErrors", &reader, "how long refused files are kept; default: for ever")
        if done == .delete, keepDone.isLimited {
            reader.fault(at: "keepDone", "\"keepDone\" has nothing to keep, since \"done\" is delete")
        }
    }

    private static func destination(
        _ key: String, _ reader: inout ConfigurationReader, _ help: String
    ) -> Destination {
        let isDelete = reader.text(ofKey: key) == "delete"
        guard let path = reader.optionalPath(key, help: help) else { return .inside }
        return isDelete ? .delete : .folder(path)
    }

    private static func keep(_ key: String, _ reader: inout ConfigurationReader, _ help: String) -> Keep {
        reader.section(key, help: help) { section in
            Keep(
                age: section.optionalDuration("for", help: "files that have lain there longer are deleted"),
                maxSize: section.optionalBytes("maxSize", help: "when all are larger, the oldest are deleted"))
        } ?? Keep()
    }
}
