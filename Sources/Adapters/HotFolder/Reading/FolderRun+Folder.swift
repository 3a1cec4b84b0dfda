import AdapterAPI
import Logging

/// The folder itself: opening, scanning, and what is said about it.
extension FolderRun {
    /// Opens the folder; what is wrong with it is said once, and once that it is back.
    func openFolder() {
        context.activity(.working(on: "opening \(settings.folder)"))
        do throws(FileFault) {
            opened(try OpenFolder(settings))
        } catch {
            complain(error)
        }
    }

    func opened(_ opened: OpenFolder) {
        folder = opened
        recovered()
        schedule.restart(now: Self.now)
        if !context.stopsWhenIdle { openWatch() }
        retentions = []
        if let done = opened.done, settings.keepDone.isLimited {
            retentions.append(Retention(done, settings.keepDone, rules, logger: logger, now: Self.now))
        }
        if settings.keepErrors.isLimited {
            retentions.append(Retention(opened.error, settings.keepErrors, rules, logger: logger, now: Self.now))
        }
        guard kind != opened.kind else { return }
        kind = opened.kind
        let isShared = !opened.kind.reportsAllChanges && !context.stopsWhenIdle
        let scans =
            "; what other machines write there is found by a scan every \(settings.scanInterval.configurationText)"
        logger.info("\(settings.folder) is on \(opened.kind)\(isShared ? scans : "")")
    }

    private func openWatch() {
        do throws(FileFault) {
            watch = try FolderWatch(path: settings.folder)
            watchIsComplete = true
        } catch {
            watchIsComplete = false
            noteUnwatched(error)
        }
    }

    private func noteUnwatched(_ fault: FileFault) {
        logger.notice("\(fault); relying on a scan every \(settings.scanInterval.configurationText)")
    }

    func closeFolder() {
        folder = nil
        watch = nil
    }

    private func complain(_ fault: FileFault) {
        folderFault = fault
        let text = "\(fault); waiting for it"
        if folderComplaint != text { logger.warning("\(text)") }
        folderComplaint = text
    }

    private func recovered() {
        if folderComplaint != nil { logger.notice("\(settings.folder) is there again") }
        folderComplaint = nil
        folderFault = nil
    }

    /// Looks at the whole folder.
    func scan() {
        context.activity(.working(on: "looking through \(settings.folder)"))
        guard let folder, folder.isCurrent else { return closeFolder() }
        let start = Self.now
        do throws(FileFault) {
            note(try FolderScan(folder, rules, subfolders: settings.subfolders), in: folder, start)
            recovered()
        } catch {
            complain(error)
            schedule.done(now: start, duration: .zero, isIdle: false)
        }
    }

    private func note(_ scan: FolderScan, in folder: OpenFolder, _ start: Duration) {
        taker.tidy(scan.leftovers, in: folder)
        for (name, text) in scan.faults { taker.complain(name, text) }
        watch(scan.folders)
        let marker = self.marker
        readiness.scanned(
            scan.files, hasMarker: { name in marker.map { scan.markers.contains($0.marker(for: name)) } ?? false },
            now: start)
        for file in scan.files where taker.knows(file.name, file.stamp) { readiness.known(file, now: start) }
        var present = Set(scan.files.map(\.name))
        present.formUnion(scan.temporary)
        present.formUnion(scan.faults.map(\.name))
        if !scan.isPartial { taker.prune { present.contains($0) } }
        waiting.scanned(present, now: wall)
        sayOverdue(in: folder)
        errors.update(folder.error, isTouched: false)
        let now = Self.now
        let isWatched = watch != nil && watchIsComplete && folder.kind.reportsAllChanges && !scan.isPartial
        schedule.done(now: now, duration: now - start, isIdle: isWatched && present.isEmpty)
    }

    private func watch(_ folders: [FileName]) {
        guard let watch, !folders.isEmpty else { return }
        do throws(FileFault) {
            try watch.add(folders)
            watchIsComplete = true
        } catch {
            if watchIsComplete { noteUnwatched(error) }
            watchIsComplete = false
        }
    }

    private func sayOverdue(in folder: OpenFolder) {
        let readiness = self.readiness
        let overdue = waiting.overdue(now: wall, unless: readiness.isReady)
        for (name, seconds) in overdue.prefix(WaitingFiles.namedAtOnce) {
            let why =
                readiness.obstacle(to: name) ?? taker.complaints.text(about: name)
                ?? "its name is one of files that are still being written"
            let age = Duration.seconds(seconds - seconds % 60).configurationText
            logger.warning("\(folder.path(of: name)) has waited for \(age): \(why)")
        }
        let more = overdue.count - WaitingFiles.namedAtOnce
        if more > 0 { logger.warning("\(folder.path): \(more) more files wait for long") }
    }
}
