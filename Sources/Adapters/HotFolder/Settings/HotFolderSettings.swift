/// How a folder of arriving files is watched: the options that every adapter reading files has in common.
public struct HotFolderSettings: Sendable {
    /// When an arriving file counts as complete.
    public enum Ready: String, CaseIterable, Sendable {
        /// By what is seen: moved in at once, closed after a short rest, found by a scan after a longer one.
        case auto
        /// When its size and time have stayed the same for ``HotFolderSettings/stableFor``, however it arrived.
        case stable
        /// When a second file, the marker, is there.
        case marker
        /// Senders write under a temporary name and rename: whatever has a final name is complete.
        case rename
    }

    /// Which of several ready files is read first.
    public enum Order: String, CaseIterable, Sendable {
        /// The one that was changed first.
        case time
        /// By name, as bytes; in a tree by the whole relative path.
        case name
    }

    /// Where files go that were dealt with.
    public enum Destination: Sendable, Equatable {
        /// `done/` or `error/` within the watched folder.
        case inside
        /// A folder of one's own choice, also on another file system.
        case folder(String)
        /// Nowhere: they are deleted.
        case delete
    }

    /// How long files are kept that were dealt with; without limits, for ever.
    public struct Keep: Sendable, Equatable {
        public var age: Duration?
        /// Bytes of all of them together.
        public var maxSize: Int?

        public init(age: Duration? = nil, maxSize: Int? = nil) {
            self.age = age
            self.maxSize = maxSize
        }

        var isLimited: Bool { age != nil || maxSize != nil }
    }

    /// The folder that files arrive in.
    public var folder: String
    /// Whether to make the folder, and those of ``done`` and ``error``, where they are missing.
    public var create = false
    /// When a file counts as complete.
    public var ready = Ready.auto
    /// How long a file that was closed must stay unchanged; with ``Ready/auto``.
    public var settleTime = Duration.milliseconds(500)
    /// How long a file must stay unchanged; with ``Ready/stable``.
    public var stableFor = Duration.seconds(5)
    /// The marker's name; with ``Ready/marker``.
    public var marker = MarkerTemplate.standard
    /// Names to take; `*` and `?`, without regard to case. One with a slash is for the path within the folder.
    public var files = ["*"]
    /// Names to leave alone, in the same form.
    public var ignore: [String] = []
    /// Names under which senders are still writing, beside those that always count as such.
    public var temporary: [String] = []
    /// Whether folders within the folder are watched too.
    public var subfolders = false
    public var order = Order.time
    /// Time between two looks at the whole folder.
    public var scanInterval = Duration.seconds(5)
    /// How long an empty file may wait for its content.
    public var emptyFor = Duration.seconds(60)
    /// Bytes; larger files are refused.
    public var maxFileSize = 4 << 30
    public var done = Destination.inside
    /// Never ``Destination/delete``.
    public var error = Destination.inside
    public var keepDone = Keep()
    public var keepErrors = Keep()

    /// Settings for a folder, all else at its default.
    public init(folder: String) {
        self.folder = folder
    }

    /// Below it a scan would be busy waiting.
    static let shortestScanInterval = Duration.milliseconds(100)
}
