/// Decides when an arriving file is complete: events and looks at the folder go in, names come out in the order in which
/// they are to be read. No files, no clock: times are spans since any fixed moment.
///
/// What can become of a name:
/// - `auto`: moved in → ready; closed → *settling* → ready when a check finds it unchanged, else settling anew; found by a
///   scan → *seen* → ready when a later scan, a full interval on, finds it unchanged
/// - `stable`: any sight → settling, for longer
/// - `marker`: any sight → *seen*, or ready when its marker is there
/// - `rename`: any sight → ready
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
    private let restTime: Duration
    private let emptyFor: Duration
    /// How long a file found by a scan must stay unchanged.
    private let quietTime: Duration
    private var states: [FileName: State] = [:]
    private var queue: ReadyQueue

    init(_ settings: HotFolderSettings, quietTime: Duration) {
        mode = settings.ready
        restTime = settings.ready == .stable ? settings.stableFor : settings.settleTime
        emptyFor = settings.emptyFor
        self.quietTime = quietTime
        queue = ReadyQueue(settings.order)
    }

    /// Names that are known but not ready.
    var waitingCount: Int {
        states.values.count { if case .ready = $0 { false } else { true } }
    }

    func isReady(_ name: FileName) -> Bool {
        if case .ready = states[name] { true } else { false }
    }

    /// What a name waits for, for people; nil when nothing is known of it.
    func obstacle(to name: FileName) -> String? {
        switch states[name] {
        case .seen where mode == .marker: "its marker is not there"
        case .seen, .settling: "it is still being written"
        case .empty: "it is empty"
        case .ready, nil: nil
        }
    }

    /// A file was moved in under its final name.
    mutating func movedIn(_ file: File, hasMarker: Bool = false, now: Duration) {
        guard hasRoom(for: file.name) else { return }
        switch mode {
        case .auto, .rename: complete(file, now: now)
        case .stable: settle(file, now: now)
        case .marker: awaitMarker(file, hasMarker, now: now)
        }
    }

    /// A file was closed after writing.
    mutating func closed(_ file: File, hasMarker: Bool = false, now: Duration) {
        guard hasRoom(for: file.name) else { return }
        switch mode {
        case .rename: complete(file, now: now)
        case .auto, .stable: settle(file, now: now)
        case .marker: awaitMarker(file, hasMarker, now: now)
        }
    }

    /// A file is known to be complete: it was taken before, and could not leave.
    mutating func known(_ file: File, now: Duration) {
        if hasRoom(for: file.name) { makeReady(file) }
    }

    /// A file was moved away or deleted.
    mutating func vanished(_ name: FileName) {
        states[name] = nil
    }

    /// A look at the whole folder found these; what is not among them is forgotten.
    mutating func scanned(_ files: [File], hasMarker: (FileName) -> Bool = { _ in false }, now: Duration) {
        let present = Set(files.map(\.name))
        states = states.filter { present.contains($0.key) }
        for file in files where hasRoom(for: file.name) {
            switch mode {
            case .rename: complete(file, now: now)
            case .stable: settle(file, now: now)
            case .marker: awaitMarker(file, hasMarker(file.name), now: now)
            case .auto: found(file, now: now)
            }
        }
    }

    private mutating func found(_ file: File, now: Duration) {
        switch states[file.name] {
        case .ready(file.stamp), .settling, .empty(file.stamp, _): return
        case .seen(file.stamp, let since):
            if now - since >= quietTime { complete(file, now: now) }
        case nil, .seen, .empty, .ready: states[file.name] = .seen(file.stamp, since: now)
        }
    }

    private mutating func settle(_ file: File, now: Duration) {
        switch states[file.name] {
        case .ready(file.stamp), .settling(file.stamp, _), .empty(file.stamp, _): return
        default: states[file.name] = .settling(file.stamp, until: now + restTime)
        }
    }

    private mutating func awaitMarker(_ file: File, _ hasMarker: Bool, now: Duration) {
        if hasMarker { return complete(file, now: now) }
        if case .ready(file.stamp) = states[file.name] { return }
        states[file.name] = .seen(file.stamp, since: now)
    }

    private mutating func complete(_ file: File, now: Duration) {
        if file.stamp.size > 0 { return makeReady(file) }
        switch states[file.name] {
        case .empty(file.stamp, _), .ready(file.stamp): return
        default: states[file.name] = .empty(file.stamp, until: now + emptyFor)
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
        case .settling(stamp, _): complete(file, now: now)
        case .empty(stamp, _): makeReady(file)
        case .settling, .empty:
            states[name] = nil
            closed(file, now: now)
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

    /// The next file to read. It is unknown from then on.
    mutating func takeReady() -> File? {
        while let file = queue.pop() {
            guard case .ready(file.stamp) = states[file.name] else { continue }
            states[file.name] = nil
            return file
        }
        return nil
    }

    private mutating func makeReady(_ file: File) {
        if case .ready(file.stamp) = states[file.name] { return }
        states[file.name] = .ready(file.stamp)
        queue.append(file)
    }

    private func hasRoom(for name: FileName) -> Bool {
        states.count < Self.nameLimit || states[name] != nil
    }
}
