import AdapterAPI
import Glibc
import Logging

/// Follows the growing files of one folder: looks at it whenever something has changed, and reads what is new.
final class TailRun {
    let settings: HotFolderSettings
    let lastLineAfter: Duration?
    let context: AdapterContext
    let taker: TailTaker
    let rules: NameRules
    /// Those that are open.
    var files: [FileKey: TailedFile] = [:]
    private let wake: WakePipe
    private var folder: TailedFolder?
    private var watch: FolderWatch?
    private var folderComplaint: String?
    private var folderFault: FileFault?

    /// The shortest time between two looks: a file that grows all the time is read in pieces of this.
    private static let pause = Duration.milliseconds(20)
    /// The same where nothing tells of changes.
    private static let longPause = Duration.milliseconds(100)

    init(
        _ settings: HotFolderSettings, lastLineAfter: Duration?, _ context: AdapterContext, _ taker: TailTaker,
        _ wake: WakePipe
    ) {
        self.settings = settings
        self.lastLineAfter = lastLineAfter
        self.context = context
        self.taker = taker
        self.wake = wake
        rules = NameRules(settings, takesGrowing: true)
    }

    func run() async throws {
        if context.stopsWhenIdle {
            folder = try TailedFolder(settings.folder)
            // What the first look finds to be overwritten or finished, the second reads to its end.
            try await look()
            try await look()
            report()
            return try await context.sink.flush()
        }
        while true {
            try Task.checkCancellation()
            if folder == nil { openFolder() }
            // Before the look, so that what happens meanwhile is not missed.
            if let watch, watch.events().contains(.folderLost) { closeFolder() }
            try await look()
            report()
            wait(for: Self.pause, endsWithEvents: false)
            wait(for: untilNextLook, endsWithEvents: true)
        }
    }

    private func openFolder() {
        do throws(FileFault) {
            folder = try TailedFolder(settings.folder)
            if folderComplaint != nil { context.logger.notice("\(settings.folder) is there again") }
            folderComplaint = nil
            folderFault = nil
        } catch {
            return complain(error)
        }
        do throws(FileFault) {
            watch = try FolderWatch(path: settings.folder, seesWriting: true)
        } catch {
            context.logger.notice("\(error); relying on a scan every \(settings.scanInterval.configurationText)")
        }
    }

    private func complain(_ fault: FileFault) {
        folderFault = fault
        let text = "\(fault); waiting for it"
        if folderComplaint != text { context.logger.warning("\(text)") }
        folderComplaint = text
    }

    /// Files stay open: they may be read to their ends.
    private func closeFolder() {
        folder = nil
        watch = nil
    }

    /// Looks at all files, and reads those that have changed.
    private func look() async throws {
        guard let folder else { return }
        guard folder.isCurrent else { return closeFolder() }
        let found: [TailedFolder.Found]
        do throws(FileFault) {
            found = try folder.files()
        } catch {
            return complain(error)
        }
        try await follow(found, in: folder)
        let present = Set(found.map(\.key))
        taker.prune { present.contains($0) }
    }

    private var untilNextLook: Duration {
        let due = files.values.compactMap(nextLook).min() ?? settings.scanInterval
        return max(Self.longPause, min(due - Self.now, settings.scanInterval))
    }

    private func report() {
        let behind = files.values.reduce(0) { sum, file in
            sum + max(0, file.stamp.size - (taker.ledger[file.key]?.position.offset ?? 0))
        }
        context.report(
            SourceReport(
                gauges: ["filesFollowed": files.count, "bytesBehind": Int(behind)],
                lastFault: folderComplaint ?? taker.lastFault, obstacle: folderFault))
    }

    private func wait(for time: Duration, endsWithEvents: Bool) {
        let milliseconds = min(max(.zero, time).inSeconds, 3_600) * 1_000 + 1
        var descriptors = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
        if endsWithEvents, let watch {
            descriptors.append(pollfd(fd: watch.descriptor.raw, events: Int16(POLLIN), revents: 0))
        }
        _ = poll(&descriptors, nfds_t(descriptors.count), Int32(milliseconds))
    }

    static var now: Duration { FolderRun.now }
}
