import AdapterAPI
import Glibc
import Logging

/// Watches one folder: turns events and scans into ready files, and hands these to the taker in groups.
final class FolderRun {
    let settings: HotFolderSettings
    let context: AdapterContext
    let logger: Logger
    let taker: FileTaker
    let rules: NameRules
    let marker: MarkerTemplate?
    private let wake: WakePipe
    private let limits = TakeLimits()
    var readiness: Readiness
    var waiting = WaitingFiles()
    var errors = ErrorCount()
    var schedule: ScanSchedule
    var folder: OpenFolder?
    var watch: FolderWatch?
    /// Whether the watch covers all folders.
    var watchIsComplete = false
    var retentions: [Retention] = []
    /// What the folder was last found to lie on.
    var kind: FileSystemKind?
    /// What was last said about a folder that cannot be used.
    var folderComplaint: String?
    /// The same as a fault.
    var folderFault: FileFault?
    private var hasRefused = false

    init(_ settings: HotFolderSettings, _ context: AdapterContext, _ taker: FileTaker, _ wake: WakePipe) {
        self.settings = settings
        self.context = context
        self.taker = taker
        self.wake = wake
        logger = context.logger
        rules = NameRules(settings)
        marker = settings.ready == .marker ? settings.marker : nil
        schedule = ScanSchedule(interval: settings.scanInterval)
        readiness = Readiness(
            settings, quietTime: context.stopsWhenIdle ? settings.settleTime : settings.scanInterval)
    }

    func run() async throws {
        if context.stopsWhenIdle { return try await takeWhatIsThere() }
        while true {
            try Task.checkCancellation()
            if folder == nil { openFolder() }
            guard folder != nil else {
                report()
                wait(until: Self.now + settings.scanInterval)
                continue
            }
            handleEvents()
            if Self.now >= schedule.next { scan() }
            checkDue()
            let nextRetention = stepRetentions()
            let hasTaken = try await takeGroup()
            report()
            if hasTaken || folder == nil { continue }
            if waiting.count > 0 { schedule.isBusy() }
            wait(until: min(schedule.next, readiness.nextDeadline ?? schedule.next, nextRetention))
        }
    }

    /// Takes what lies there now, and gives files that are being written the time to become complete.
    private func takeWhatIsThere() async throws {
        opened(try OpenFolder(settings))
        scan()
        let rest = settings.ready == .stable ? settings.stableFor : settings.settleTime
        let end = Self.now + rest
        while settings.ready == .auto || settings.ready == .stable, readiness.waitingCount > 0, Self.now < end {
            try Task.checkCancellation()
            wait(until: end)
        }
        scan()
        checkDue()
        while try await takeGroup() { try Task.checkCancellation() }
        if let folder { errors.update(folder.error, isTouched: hasRefused) }
        report()
        let left = readiness.waitingCount
        if left > 0 { logger.warning("\(settings.folder): \(left) files are empty or still being written; they stay") }
        for retention in retentions {
            repeat {
                try Task.checkCancellation()
                _ = retention.step(now: Self.now, wall: wall)
            } while !retention.isIdle
        }
    }

    private func handleEvents() {
        guard let folder, let watch else { return }
        let now = Self.now
        for event in watch.events() {
            switch event {
            case .movedIn(let name): arrived(name, in: folder) { readiness.movedIn($0, hasMarker: $1, now: now) }
            case .closed(let name): arrived(name, in: folder) { readiness.closed($0, hasMarker: $1, now: now) }
            case .vanished(let name):
                readiness.vanished(name)
                waiting.left(name)
            case .missed: schedule.isWanted(now: now)
            case .folderLost: return closeFolder()
            }
        }
    }

    private func arrived(
        _ name: FileName, in folder: OpenFolder, _ note: (_ file: Readiness.File, _ hasMarker: Bool) -> Void
    ) {
        switch rules.kind(of: name) {
        case .wanted:
            guard case .file(let stamp) = folder.look(at: name) else { return }
            waiting.arrived(name, now: wall)
            note(Readiness.File(name: name, stamp: stamp), marker.map { folder.hasFile($0.marker(for: name)) } ?? false)
        case .marker:
            guard let file = marker?.file(of: name) else { return schedule.isWanted(now: Self.now) }
            guard rules.kind(of: file) == .wanted, case .file(let stamp) = folder.look(at: file) else { return }
            note(Readiness.File(name: file, stamp: stamp), true)
        case .temporary: waiting.arrived(name, now: wall)
        case .ignored: return
        }
    }

    private func checkDue() {
        guard let folder else { return }
        let now = Self.now
        for name in readiness.due(now: now) {
            if case .file(let stamp) = folder.look(at: name) {
                readiness.checked(name, stamp, now: now)
            } else {
                readiness.vanished(name)
            }
        }
    }

    /// Reads files one after another while more are ready, then lets them leave together.
    /// - Returns: Whether there was any.
    private func takeGroup() async throws -> Bool {
        guard let folder else { return false }
        var finished: [(file: Readiness.File, verdict: Verdict)] = []
        var held: [Readiness.File] = []
        var bytes: Int64 = 0
        var hasTaken = false
        let end = Self.now + limits.time
        // A group that fills the ledger ends; one that finds it full tries again what could not leave.
        let wasFull = taker.isFull
        while finished.count < limits.files, bytes < limits.bytes, Self.now < end, wasFull || !taker.isFull,
            let file = nextReady(&held)
        {
            hasTaken = true
            bytes += file.stamp.size
            switch try await taker.take(file, in: folder) {
            case .finished(let verdict): finished.append((file, verdict))
            case .changed(let stamp): foundChanged(Readiness.File(name: file.name, stamp: stamp))
            case .left: break
            }
            try Task.checkCancellation()
        }
        for file in try await taker.finish(finished, in: folder) { foundChanged(file) }
        for (file, verdict) in finished where !taker.knows(file.name, file.stamp) {
            waiting.left(file.name)
            if case .refused = verdict { hasRefused = true }
        }
        for file in held { readiness.known(file, now: Self.now) }
        return hasTaken
    }

    /// The next file to be taken. While so many could not be moved away that no more fit into the ledger, only those are
    /// tried again; all others are held back.
    private func nextReady(_ held: inout [Readiness.File]) -> Readiness.File? {
        var hasAsked = context.stopsWhenIdle
        while true {
            while let file = readiness.takeReady() {
                if !taker.isFull || taker.knows(file.name, file.stamp) { return file }
                if held.isEmpty {
                    taker.complain(.root, "\(settings.folder): too many files cannot be moved away; the others wait")
                }
                held.append(file)
            }
            if hasAsked || !held.isEmpty { return nil }
            hasAsked = true
            handleEvents()
        }
    }

    private func foundChanged(_ file: Readiness.File) {
        readiness.closed(file, hasMarker: marker != nil, now: Self.now)
    }

    private func stepRetentions() -> Duration {
        retentions.map { $0.step(now: Self.now, wall: wall) }.min() ?? schedule.next
    }

    private func report() {
        if let folder, hasRefused {
            errors.update(folder.error, isTouched: true)
            hasRefused = false
        }
        context.report(
            SourceReport(
                gauges: ["filesWaiting": waiting.count, "filesInError": errors.files],
                notes: kind.map { ["fileSystem": $0.name] } ?? [:], ready: taker.leftBehind,
                oldestWaitingSince: waiting.oldestSince,
                lastFault: folderComplaint ?? taker.lastFault, obstacle: folderFault))
    }

    /// Waits for an event, the end of the time or cancellation, whichever comes first.
    private func wait(until deadline: Duration) {
        context.activity(.idle)
        let left = max(.zero, deadline - Self.now)
        // Rounded up: a moment too early would find nothing due and come back at once.
        let milliseconds = min(left.inSeconds, 3_600) * 1_000 + 1
        var descriptors = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
        if let watch { descriptors.append(pollfd(fd: watch.descriptor.raw, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds))
    }

    /// Seconds since 1970, for what people read and for ages of files.
    var wall: Int64 { context.clock.now().seconds }

    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
