import AdapterAPI

/// The files: which are followed, what has become of them, and reading them.
extension TailRun {
    /// Brings the open files to what was found, and reads those that have changed.
    func follow(_ found: [TailedFolder.Found], in folder: TailedFolder) async throws {
        let names = Dictionary(found.map { ($0.key, $0.name) }) { first, _ in first }
        for file in files.values {
            file.name = names[file.key]
            file.look(now: Self.now)
        }
        for file in found where files[file.key] == nil {
            guard taker.ledger[file.key] != nil || rules.kind(of: file.name) == .wanted else { continue }
            do throws(FileFault) {
                if let opened = try folder.open(file, now: Self.now) { files[file.key] = opened }
            } catch {
                taker.complain(file.name, "\(error); it is tried again")
            }
        }
        // Before what they begin with is read on elsewhere, since then they would not hold it all.
        for file in files.values where file.reading == nil { adopt(file) }
        for file in order() { try await take(file, found, in: folder) }
        try await taker.storeAdoptions()
        for (key, file) in files where file.name == nil {
            if file.isDone || (file.isReplaced && file.readStamp == file.stamp) { files[key] = nil }
        }
    }

    /// Known files first, those without a name before all: what they lost may be found in the others.
    private func order() -> [TailedFile] {
        files.values.sorted { a, b in
            let isKnown = taker.ledger[a.key] != nil
            if isKnown != (taker.ledger[b.key] != nil) { return isKnown }
            guard let name = a.name else { return b.name != nil }
            return b.name.map { name < $0 } ?? false
        }
    }

    private func take(_ file: TailedFile, _ found: [TailedFolder.Found], in folder: TailedFolder) async throws {
        do {
            let isFinal = isFinal(file)
            if file.readStamp == file.stamp, !isFinal || file.isDone { return }
            if try taker.isOverwritten(file) { try await restart(file, found, in: folder) }
            if file.reading == nil { adopt(file) }
            if try await !taker.take(file, isFinal: isFinal) { try await restart(file, found, in: folder) }
        } catch let fault as FileFault {
            taker.complain(file.name ?? .root, "\(fault); it is tried again")
        }
    }

    /// Takes a file that nothing was read of for another that it begins with.
    private func adopt(_ file: TailedFile) {
        do {
            guard let other = try taker.adopt(file, isThere: isThere), other.name == file.name else { return }
            files[other.key]?.isReplaced = true
        } catch {
            taker.complain(file.name ?? .root, "\(error); it is tried again")
        }
    }

    /// Whether a file has a name in the folder.
    private func isThere(_ key: FileKey) -> Bool { files[key]?.name != nil }

    /// What was read of a file is no longer in it: it is read from its start. What was not read of its old content may be
    /// in a copy, under any name.
    private func restart(_ file: TailedFile, _ found: [TailedFolder.Found], in folder: TailedFolder) async throws {
        let entry = taker.ledger[file.key]
        taker.restart(file)
        guard let entry else { return }
        for other in found where other.key != file.key && other.stamp.size >= entry.position.offset {
            guard taker.ledger[other.key] == nil,
                let copy = try files[other.key] ?? folder.open(other, now: Self.now),
                try taker.adopt(copy, isThere: isThere) != nil
            else { continue }
            files[other.key] = copy
            copy.restart()
            _ = try await taker.take(copy, isFinal: false)
        }
    }

    /// Whether nothing will follow, so that a last line without a line end is complete: the file was given another name
    /// or none, and has not changed since; or it has not changed for very long.
    private func isFinal(_ file: TailedFile) -> Bool {
        if file.isReplaced { return false }
        let rest = Self.now - file.changedAt
        if let lastLineAfter, rest >= lastLineAfter { return true }
        return hasLeft(file) && (rest >= settings.settleTime || context.stopsWhenIdle)
    }

    /// Whether it no longer has the name under which it was read first.
    private func hasLeft(_ file: TailedFile) -> Bool {
        file.name == nil || taker.ledger[file.key].map { $0.name != file.name } ?? false
    }

    /// When a file should be looked at without having changed.
    func nextLook(_ file: TailedFile) -> Duration? {
        if file.isDone || file.isReplaced { return nil }
        return hasLeft(file) ? file.changedAt + settings.settleTime : lastLineAfter.map { file.changedAt + $0 }
    }
}
