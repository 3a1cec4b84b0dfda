import Certificates
import IoTTransport

/// What waits on disk, what made no event, and what the filter holds back.
struct SpoolCheck {
    let host: HostConfiguration
    /// Seconds since 1970.
    let now: Int64
    let isRunning: Bool
    /// Whether it was found so: then the database cannot be opened, and that is not its fault.
    let isDiskFull: Bool

    /// From so many seconds on a waiting event is late, although the host runs.
    static let late: Int64 = 3_600
    /// Dead letters that are looked at, at most.
    static let mostLetters = 20_000

    func run() -> [Finding] {
        let overview: SpoolOverview
        do throws(SpoolReader.Fault) {
            overview = try SpoolReader(path: host.spoolPath).overview()
        } catch {
            return [unreadable(error)]
        }
        return [waiting(overview)] + filter(overview.counters) + deadLetters()
    }

    private func unreadable(_ fault: SpoolReader.Fault) -> Finding {
        if fault.description.contains("there is no spool yet") {
            return Words.ok("spool.new", Words.spool, "\(fault).")
        }
        if isDiskFull {
            return Words.ok("spool.unchecked", Words.spool, "It cannot be looked into while the disk is full.")
        }
        return Words.failure(
            "spool.unreadable", Words.spool, "\(fault).",
            "Run this as the user that the host runs as; if it stays so, look with: adapter-host spool verify")
    }

    private func waiting(_ overview: SpoolOverview) -> Finding {
        let counters = overview.counters
        if counters.bytes >= host.spoolBytes {
            return Words.spoolFull(path: host.spoolPath, maxBytes: host.spoolBytes)
        }
        let waiting = Words.counted(counters.waiting, "event waits", "events wait")
        if let oldest = overview.oldest, isRunning, now - oldest > Self.late {
            return Words.warning(
                "spool.late", Words.spool, "\(waiting), the oldest for \(QuantityText.span(Double(now - oldest))).",
                "See what is said of broker and certificate below; nothing is lost.")
        }
        return Words.ok("spool.ok", Words.spool, counters.waiting == 0 ? "Nothing waits." : "\(waiting).")
    }

    private func filter(_ counters: SpoolCounters) -> [Finding] {
        let isPlatform = host.shadowStatePath != nil
        let filter = LiveFilter(host.filter, shadowState: host.shadowStatePath).current
        var findings: [Finding] = []
        if !filter.isPublishingEnabled {
            findings.append(
                Words.publishingDisabled(isPlatform: isPlatform, holds: filter.whenDisabled == .hold))
        }
        if !filter.blacklist.isEmpty {
            let types = filter.blacklist.sorted()
            let heldBack = types.reduce(0) { $0 + counters.filtered(by: "event_type_blacklist:\($1)") }
            findings.append(Words.typesBlacklisted(types, isPlatform: isPlatform, heldBack: heldBack))
        }
        return findings
    }

    private struct Heap {
        var count = 0
        var newest: StoredDeadLetter?
    }

    private func deadLetters() -> [Finding] {
        /// Unknown machines by source, all else by code.
        var unknown: [String: Heap] = [:]
        var others: [String: Int] = [:]
        do {
            guard let visitor = try SpoolVisitor(path: host.spoolPath) else { return [] }
            defer { visitor.close() }
            var next: Int64? = 0
            var seen = 0
            while let after = next, seen < Self.mostLetters {
                let page = try visitor.deadLetters(
                    DeadLetterQuery(DeadLetterSelection(), after: after, withBytes: false))
                for letter in page.letters where letter.code == "unknown_asset" {
                    unknown[letter.source, default: Heap()].count += 1
                    unknown[letter.source]?.newest = letter
                }
                for letter in page.letters where letter.code != "unknown_asset" { others[letter.code, default: 0] += 1 }
                seen += page.letters.count
                next = page.next
            }
        } catch {
            return [
                Words.warning(
                    "deadLetters.unreadable", Words.deadLetters, "\(error).",
                    "Run this as the user that the host runs as.")
            ]
        }
        var findings = unknown.sorted { $0.key < $1.key }.map { source, heap in
            Words.unknownAsset(source, count: heap.count, example: heap.newest.map { "\($0.reason); \($0.origin)" })
        }
        if !others.isEmpty {
            let reasons = others.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
                .map { "\($0.key.isEmpty ? "other" : $0.key): \($0.value)" }.joined(separator: ", ")
            findings.append(Words.deadLettersKept(count: others.values.reduce(0, +), reasons: reasons))
        }
        return findings.isEmpty ? [Words.ok("deadLetters.none", Words.deadLetters, "There are none.")] : findings
    }
}
