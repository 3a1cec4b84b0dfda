public import AdapterAPI

/// How a folder of arriving files is watched: the options that every adapter reading files has in common.
public struct HotFolderSettings: Sendable {
    /// When an arriving file counts as complete.
    public enum Ready: String, CaseIterable, Sendable {
        /// By what is seen: moved in at once, closed after a short rest, found by a scan after a longer one.
        case auto
        /// Senders write under a temporary name and rename: whatever has a final name is complete.
        case rename
    }

    /// The folder that files arrive in.
    public var folder: String
    /// When a file counts as complete.
    public var ready: Ready
    /// Names to take; `*` and `?`, without regard to case.
    public var patterns: [String]
    /// Time between two looks at the whole folder.
    public var scanInterval: Duration
    /// How long a file that was closed must stay unchanged.
    public var settleTime: Duration
    /// How long an empty file may wait for its content.
    public var emptyFileWait: Duration
    /// Bytes; larger files are refused.
    public var maxFileSize: Int

    /// Settings for a folder, all else at its default.
    public init(folder: String) {
        self.folder = folder
        ready = .auto
        patterns = ["*"]
        scanInterval = .seconds(5)
        settleTime = .milliseconds(500)
        emptyFileWait = .seconds(60)
        maxFileSize = 4 << 30
    }

    /// Reads the settings from a press file.
    public init(_ reader: inout ConfigurationReader) {
        folder = reader.path("folder", neededBy: .run, help: "the folder that files arrive in")
        ready = reader.choice(
            "ready", default: Ready.auto,
            help: "when a file is complete: auto looks at how it arrives; rename trusts every final name")
        patterns = reader.strings("pattern", default: ["*"], help: "names of files to take, with * and ?")
        scanInterval = reader.duration(
            "scanInterval", default: .seconds(5), help: "time between two looks at the whole folder")
        settleTime = reader.duration(
            "settleTime", default: .milliseconds(500), help: "how long a closed file must stay unchanged")
        emptyFileWait = reader.duration(
            "emptyFileWait", default: .seconds(60), help: "how long an empty file may wait for its content")
        maxFileSize = reader.bytes("maxFileSize", default: "4GiB", help: "larger files go to error/")
        if scanInterval < Self.shortestScanInterval {
            reader.fault(at: "scanInterval", "\"scanInterval\" must be at least 100ms")
        }
        if patterns.isEmpty { reader.fault(at: "pattern", "\"pattern\" must name at least one pattern") }
    }

    /// Below it a scan would be busy waiting.
    static let shortestScanInterval = Duration.milliseconds(100)
}
