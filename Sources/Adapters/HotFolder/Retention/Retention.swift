import AdapterAPI
import Glibc
import Logging

/// Deletes what was put away long ago, or is too much: in small steps between the reading of files, and only files that
/// the hot folder may have put there: regular ones whose names are among those it takes.
final class Retention {
    private enum Work {
        case idle(until: Duration)
        case looking(FolderWalk, RetentionPass)
        case deleting(ArraySlice<RetentionPass.File>, mayBeMore: Bool)
    }

    private let target: TargetFolder
    private let keep: HotFolderSettings.Keep
    private let rules: NameRules
    private let logger: Logger
    private var work: Work
    private var deleted = 0

    /// Files looked at, or deleted, in one step.
    static let lookStep = 256
    static let deleteStep = 32
    /// Time between two steps, and between two passes.
    static let pause = Duration.milliseconds(50)
    static let interval = Duration.seconds(600)

    init(_ target: TargetFolder, _ keep: HotFolderSettings.Keep, _ rules: NameRules, logger: Logger, now: Duration) {
        self.target = target
        self.keep = keep
        self.rules = rules
        self.logger = logger
        work = .idle(until: now)
    }

    /// Does a step if one is due; returns when the next one is.
    /// - Parameter wall: The present moment in seconds since 1970.
    func step(now: Duration, wall: Int64) -> Duration {
        do throws(FileFault) {
            switch work {
            case .idle(let until):
                if until > now { return until }
                work = .looking(try FolderWalk(target), RetentionPass(keep, now: wall))
            case .looking(let walk, var pass):
                work = .idle(until: now)
                if try look(walk, &pass) {
                    work = .looking(walk, pass)
                } else {
                    let (files, mayBeMore) = pass.finish()
                    work = .deleting(files[...], mayBeMore: mayBeMore)
                }
            case .deleting(var files, let mayBeMore):
                for file in files.prefix(Self.deleteStep) { delete(file) }
                files = files.dropFirst(Self.deleteStep)
                work = files.isEmpty ? finish(mayBeMore, now) : .deleting(files, mayBeMore: mayBeMore)
            }
        } catch {
            logger.warning("\(error); old files stay for now")
            work = .idle(until: now + Self.interval)
        }
        if case .idle(let until) = work { return until }
        return now + Self.pause
    }

    /// Whether nothing is to be done before the next pass.
    var isIdle: Bool { if case .idle = work { true } else { false } }

    private func finish(_ mayBeMore: Bool, _ now: Duration) -> Work {
        if mayBeMore { return .idle(until: now + Self.pause) }
        if deleted > 0 { logger.info("deleted \(deleted) old files from \(target.path)") }
        deleted = 0
        return .idle(until: now + Self.interval)
    }

    /// Looks at the next files; false at the end.
    private func look(_ walk: FolderWalk, _ pass: inout RetentionPass) throws(FileFault) -> Bool {
        for _ in 0..<Self.lookStep {
            guard let (name, status) = try walk.next() else { return false }
            guard status.st_mode & S_IFMT == S_IFREG, isOurs(name) else { continue }
            // A rename changes the second time only; where it does not, the first is all there is.
            let since = max(Int64(status.st_mtim.tv_sec), Int64(status.st_ctim.tv_sec))
            pass.see(RetentionPass.File(name: name, size: Int(status.st_size), since: since))
        }
        return true
    }

    private func isOurs(_ name: FileName) -> Bool {
        var base = name.bytes
        let reason = Array(ReasonFile.ending.utf8)
        if base.count > reason.count, base.suffix(reason.count).elementsEqual(reason) { base.removeLast(reason.count) }
        if rules.kind(of: FileName(base)) == .wanted { return true }
        // A name that was taken got a number.
        guard let dot = base.lastIndex(of: UInt8(ascii: ".")), dot + 1 < base.count,
            base[(dot + 1)...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return false }
        return rules.kind(of: FileName(Array(base[..<dot]))) == .wanted
    }

    private func delete(_ file: RetentionPass.File) {
        let raw = target.descriptor.raw
        guard file.name.withCString({ unlinkat(raw, $0, 0) }) == 0 else {
            let code = errno
            if code != ENOENT {
                let fault = FileFault(path: "\(target.path)/\(file.name)", action: "delete", code: code)
                logger.warning("\(fault)")
            }
            return
        }
        deleted += 1
        // Folders that mirror those of the watched folder go with their last file.
        for folder in file.name.folders.reversed() {
            guard folder.withCString({ unlinkat(raw, $0, Int32(AT_REMOVEDIR)) }) == 0 else { return }
        }
    }
}
