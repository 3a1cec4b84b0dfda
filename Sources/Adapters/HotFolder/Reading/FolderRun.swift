import AdapterAPI
import Glibc
import Logging

/// Watches one folder: turns events and scans into ready files, and hands these to the taker in groups.
final class FolderRun {
    /// Files whose moves share one flush.
    static let groupFiles = 64
    /// Bytes read from which on a group ends.
    static let groupBytes: Int64 = 32 << 20

    private let settings: HotFolderSettings
    private let patterns: [Glob]
    private let logger: Logger
    private let taker: FileTaker
    private let wake: WakePipe
    private let isOnce: Bool
    private var readiness: Readiness
    private var folder: OpenFolder?
    private var watch: FolderWatch?
    private var nextScan = Duration.zero
    /// What was last said about a folder that cannot be used.
    private var folderComplaint: String?

    init(_ settings: HotFolderSettings, logger: Logger, taker: FileTaker, wake: WakePipe, isOnce: Bool) {
        self.settings = settings
        self.logger = logger
        self.taker = taker
        self.wake = wake
        self.isOnce = isOnce
        patterns = settings.patterns.map { Glob($0, ignoringCase: true) }
        readiness = Readiness(settings, quietTime: isOnce ? settings.settleTime : settings.scanInterval)
    }

    func run() async throws {
        if isOnce { return try await takeWhatIsThere() }
        while true {
            try Task.checkCancellation()
            if folder == nil { openFolder() }
            guard folder != nil else {
                wait(until: Self.now + settings.scanInterval)
                continue
            }
            handleEvents()
            if Self.now >= nextScan { scan() }
            checkDue()
            if try await takeGroup() { continue }
            if folder != nil { wait(until: min(nextScan, readiness.nextDeadline ?? nextScan)) }
        }
    }

    private func takeWhatIsThere() async throws {
        openFolder()
        guard folder != nil else { return }
        scan()
        let end = Self.now + settings.settleTime
        while settings.ready == .auto, readiness.waitingCount > 0, Self.now < end {
            try Task.checkCancellation()
            wait(until: end)
        }
        scan()
        while try await takeGroup() { try Task.checkCancellation() }
        let left = readiness.waitingCount
        if left > 0 { logger.warning("\(settings.folder): \(left) files are empty or still being written; they stay") }
    }

    /// Opens the folder; what is wrong with it is said once, and once that it is back.
    private func openFolder() {
        do {
            let opened = try OpenFolder(path: settings.folder)
            if folderComplaint != nil { logger.notice("\(settings.folder) is there again") }
            folderComplaint = nil
            folder = opened
            nextScan = Self.now
            if !isOnce { openWatch() }
        } catch {
            let text = "\(error); waiting for it"
            if folderComplaint != text { logger.warning("\(text)") }
            folderComplaint = text
        }
    }

    private func openWatch() {
        do {
            watch = try FolderWatch(path: settings.folder)
        } catch {
            logger.notice("\(error); relying on a scan every \(settings.scanInterval.configurationText)")
        }
    }

    private func closeFolder() {
        folder = nil
        watch = nil
    }

    private func handleEvents() {
        guard let folder, let watch else { return }
        let now = Self.now
        for event in watch.events() {
            switch event {
            case .movedIn(let name):
                if let file = file(name, in: folder) { readiness.arrived(file, now: now) }
            case .closed(let name):
                if let file = file(name, in: folder) { readiness.closed(file, now: now) }
            case .vanished(let name): readiness.vanished(name)
            case .missed: nextScan = now
            case .folderLost: return closeFolder()
            }
        }
    }

    private func file(_ name: FileName, in folder: OpenFolder) -> Readiness.File? {
        guard isWanted(name), case .file(let stamp) = folder.look(at: name) else { return nil }
        return Readiness.File(name: name, stamp: stamp)
    }

    private func isWanted(_ name: FileName) -> Bool {
        !name.isTemporary && name != OpenFolder.doneName && name != OpenFolder.errorName
            && patterns.contains { $0.matchesAll || $0.matches(name.description) }
    }

    private func scan() {
        guard let folder, folder.isCurrent else { return closeFolder() }
        let now = Self.now
        nextScan = now + settings.scanInterval
        let names: [FileName]
        do {
            names = try folder.names()
        } catch {
            if folderComplaint != "\(error)" { logger.warning("\(error)") }
            folderComplaint = "\(error)"
            return
        }
        let wanted = Set(names.lazy.filter { self.isWanted($0) }.prefix(Readiness.nameLimit))
        let files = wanted.compactMap { name -> Readiness.File? in
            switch folder.look(at: name) {
            case .file(let stamp): return Readiness.File(name: name, stamp: stamp)
            case .nothing: return nil
            case .folder:
                // Any folder matches `*`; one that matches more was probably meant to be a file.
                if !patterns.contains(where: \.matchesAll) {
                    taker.complain(name, "\(folder.path(of: name)): cannot read: it is a folder")
                }
                return nil
            case .unusable(let fault):
                taker.complain(name, "\(fault); it is tried again")
                return nil
            }
        }
        readiness.scanned(files, now: now)
        for file in files where taker.knows(file) { readiness.arrived(file, now: now) }
        taker.prune { wanted.contains($0) }
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
        var bytes: Int64 = 0
        var hasTaken = false
        while finished.count < Self.groupFiles, bytes < Self.groupBytes, !taker.isFull, let file = nextReady() {
            hasTaken = true
            bytes += file.stamp.size
            switch try await taker.take(file, in: folder) {
            case .finished(let verdict): finished.append((file, verdict))
            case .changed(let stamp):
                readiness.closed(Readiness.File(name: file.name, stamp: stamp), now: Self.now)
            case .left: break
            }
            try Task.checkCancellation()
        }
        for file in try await taker.finish(finished, in: folder) { readiness.closed(file, now: Self.now) }
        return hasTaken
    }

    private func nextReady() -> Readiness.File? {
        if let file = readiness.takeReady() { return file }
        guard !isOnce else { return nil }
        handleEvents()
        return readiness.takeReady()
    }

    /// Waits for an event, the end of the time or cancellation, whichever comes first.
    private func wait(until deadline: Duration) {
        let left = max(.zero, deadline - Self.now)
        // Rounded up: a moment too early would find nothing due and come back at once.
        let milliseconds = min(left.inSeconds, 3_600) * 1_000 + 1
        var descriptors = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
        if let watch { descriptors.append(pollfd(fd: watch.descriptor.raw, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds))
    }

    private static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
