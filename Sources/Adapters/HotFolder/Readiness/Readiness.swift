/// Decides when an arriving file is complete: events and looks at the folder go in, names come out in the order in which
/// they are to be read. No files, no clock: times are spans since any fixed moment.
///
/// What can become of a name:
/// - moved in, or any sight of it under `ready: rename` → ready
/// - closed → *settling* → ready when a check finds it unchanged, else settling anew
/// - found by a scan → *seen* → ready when a later scan, a full interval on, finds it unchanged
/// - an empty file that would be ready → *empty* → ready (to be refused) when it has not grown in time
/// - ready → taken, and from then on unknown; what is still there is found again by the next scan
struct Readiness {
    struct File: Equatable {
        var name: FileName
        var stamp: FileStamp
    }

    private enum State {
        case seen(FileStamp, since: Duration)
        case settling(FileStamp, until: Duration)
        case empty(FileStamp, until: Duration)
        case ready(FileStamp)
    }

    /// Names held in memory at most; of a folder with more, the rest is found by later scans.
    static let nameLimit = 65_536

    private let mode: HotFolderSettings.Ready
    private let settleTime: Duration
    private let emptyFileWait: Duration
    /// How long a file found by a scan must stay unchanged.
    private let quietTime: Duration
    private var states: [FileName: State] = [:]
    /// Ready files, last to be read first; entries that their state does not confirm are passed over.
    private var queue: [File] = []
    private var isSorted = true

    init(_ settings: HotFolderSettings, quietTime: Duration) {
        mode = settings.ready
        settleTime = settings.settleTime
        emptyFileWait = settings.emptyFileWait
        self.quietTime = quietTime
    }

    /// Names that are known but not ready.
    var waitingCount: Int {
        states.values.count { if case .ready = $0 { false } else { true } }
    }

    /// A file was moved in under its final name, or is known to be complete.
    mutating func arrived(_ file: Readiness.File, now: Duration) {
        guard hasRoom(for: file.name) else { return }
        if file.stamp.size > 0 { return makeReady(file) }
        if case .empty(file.stamp, _) = states[file.name] { return }
        states[file.name] = .empty(file.stamp, until: now + emptyFileWait)
    }

    /// A file was closed after writing.
    mutating func closed(_ file: Readiness.File, now: Duration) {
        guard hasRoom(for: file.name) else { return }
        if mode == .rename { return arrived(file, now: now) }
        if case .ready(file.stamp) = states[file.name] { return }
        states[file.name] = .settling(file.stamp, until: now + settleTime)
    }

    /// A file was moved away or deleted.
    mutating func vanished(_ name: FileName) {
        states[name] = nil
    }

    /// A look at the whole folder found these; what is not among them is forgotten.
    mutating func scanned(_ files: [Readiness.File], now: Duration) {
        let present = Set(files.map(\.name))
        states = states.filter { present.contains($0.key) }
        for file in files where hasRoom(for: file.name) { found(file, now: now) }
    }

    private mutating func found(_ file: Readiness.File, now: Duration) {
        if mode == .rename { return arrived(file, now: now) }
        switch states[file.name] {
        case .ready(file.stamp), .settling, .empty(file.stamp, _): return
        case .seen(file.stamp, let since):
            if now - since >= quietTime { arrived(file, now: now) }
        case nil, .seen, .empty, .ready: states[file.name] = .seen(file.stamp, since: now)
        }
    }

    /// Names that are due to be looked at again.
    func due(now: Duration) -> [FileName] {
        states.compactMap { name, state in
            switch state {
            case .settling(_, let until), .empty(_, let until): until <= now ? name : nil
            case .seen, .ready: nil
            }
        }
    }

    /// A look at a name that was due; `stamp` is nil when the file is gone.
    mutating func checked(_ name: FileName, _ stamp: FileStamp?, now: Duration) {
        guard let stamp else { return vanished(name) }
        let file = File(name: name, stamp: stamp)
        switch states[name] {
        case .settling(stamp, _): arrived(file, now: now)
        case .empty(stamp, _): makeReady(file)
        case .settling, .empty: closed(file, now: now)
        case nil, .seen, .ready: return
        }
    }

    /// When the next name is due.
    var nextDeadline: Duration? {
        states.values.lazy.compactMap { state in
            switch state {
            case .settling(_, let until), .empty(_, let until): until
            case .seen, .ready: nil
            }
        }.min()
    }

    /// The next file to read: oldest change first, then by name. It is unknown from then on.
    mutating func takeReady() -> Readiness.File? {
        if !isSorted {
            queue.sort { Self.precedes($1, $0) }
            isSorted = true
        }
        while let file = queue.popLast() {
            guard case .ready(file.stamp) = states[file.name] else { continue }
            states[file.name] = nil
            return file
        }
        return nil
    }

    private mutating func makeReady(_ file: Readiness.File) {
        if case .ready(file.stamp) = states[file.name] { return }
        states[file.name] = .ready(file.stamp)
        queue.append(file)
        isSorted = false
    }

    private func hasRoom(for name: FileName) -> Bool {
        states.count < Self.nameLimit || states[name] != nil
    }

    private static func precedes(_ a: File, _ b: File) -> Bool {
        (a.stamp.seconds, a.stamp.nanoseconds, a.name) < (b.stamp.seconds, b.stamp.nanoseconds, b.name)
    }
}
