/// What is wrong with a host, from what it knows of itself: pure, a function of the state alone.
enum Diagnosis {
    /// A press that sent nothing for so long is worth a word.
    static let silence: Int64 = 3_600
    /// So many seconds a clock may be off.
    static let clockTolerance: Int64 = 60
    /// A disk with less room is nearly full, in bytes.
    static let lowDisk: Int64 = 256 << 20
    /// From so many seconds before its end on a certificate is worth a word.
    static let expiryNotice: Int64 = 30 * 86_400
    /// A rejection is news for so many seconds.
    static let rejectionNews: Int64 = 900

    /// What is wrong, the worst first; empty when all is well.
    static func findings(of state: HostState) -> [Finding] {
        let certificate = certificate(state)
        var found = connection(state, isCertificateBad: certificate.contains { $0.level == .failure })
        found += certificate + clock(state) + spool(state) + filter(state) + state.presses.flatMap { press($0, state) }
        found += deadLetters(state)
        return found.enumerated().sorted { ($1.element.level, $0.offset) < ($0.element.level, $1.offset) }
            .map(\.element)
    }

    private static func clock(_ state: HostState) -> [Finding] {
        guard let lead = state.clockLead, lead.magnitude >= UInt64(clockTolerance) else { return [] }
        return [Words.clockOff(seconds: Int(clamping: lead), reference: "the platform's clock")]
    }

    private static func certificate(_ state: HostState) -> [Finding] {
        guard let certificate = state.certificate else { return [] }
        var found = certificate.faults.map {
            Words.storeFault(code: $0.code, message: $0.message, advice: $0.advice, isWarning: $0.isWarning)
        }
        if let end = certificate.notAfter {
            let left = end - state.at
            if left < 0 {
                found.append(Words.certificateExpired(path: certificate.path, notAfter: end))
            } else if left < expiryNotice {
                found.append(Words.certificateExpires(path: certificate.path, notAfter: end, left: left))
            }
        }
        if let start = certificate.notBefore, state.at < start {
            found.append(Words.certificateNotYetValid(path: certificate.path, notBefore: start, now: state.at))
        }
        return found
    }

    private static func spool(_ state: HostState) -> [Finding] {
        let spool = state.spool
        var found: [Finding] = []
        switch spool.block {
        case "full": found.append(Words.spoolFull(path: spool.path, maxBytes: spool.maxBytes))
        case "disk full": found.append(Words.diskFull(path: spool.path, freeBytes: spool.freeBytes))
        case .some: found.append(Words.diskFault(path: spool.path, fault: spool.blockReason ?? "unknown"))
        case nil:
            if let free = spool.freeBytes, free < lowDisk {
                found.append(Words.diskLow(path: spool.path, freeBytes: free))
            }
        }
        if !spool.droppedInThisRun.isEmpty {
            let causes = spool.droppedInThisRun.sorted { $0.key < $1.key }
            found.append(
                Words.eventsDropped(
                    count: causes.reduce(0) { $0 + $1.value },
                    causes: causes.map { "\($0.key): \($0.value)" }.joined(separator: ", ")))
        }
        return found
    }

    private static func filter(_ state: HostState) -> [Finding] {
        let (shadow, filter) = (state.shadow, state.shadow.filter)
        var found: [Finding] = []
        if shadow.phase == "unavailable" {
            found.append(Words.shadowUnavailable(reason: shadow.reason ?? "no answer"))
        }
        found += shadow.refusals.map(Words.desiredRefused)
        if !filter.isPublishingEnabled {
            found.append(Words.publishingDisabled(isPlatform: filter.isPlatforms, holds: filter.holds))
        }
        if !filter.blacklist.isEmpty {
            let held = filter.blacklist.reduce(0) { $0 + (filter.heldBack["event_type_blacklist:\($1)"] ?? 0) }
            found.append(
                Words.typesBlacklisted(filter.blacklist, isPlatform: filter.isPlatforms, heldBack: held))
        }
        return found
    }

    private static func deadLetters(_ state: HostState) -> [Finding] {
        var found: [Finding] = []
        var others: [String: Int] = [:]
        for letters in state.deadLetters {
            if letters.code == "unknown_asset" {
                let source = state.presses.contains { $0.id == letters.source } ? letters.source : nil
                found.append(
                    Words.unknownAsset(source, count: letters.count, example: letters.reason.flatMap(quoted)))
            } else {
                others[letters.code.isEmpty ? "without a code" : letters.code, default: 0] += letters.count
            }
        }
        if !others.isEmpty {
            let reasons = others.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            found.append(
                Words.deadLettersKept(
                    count: others.values.reduce(0, +),
                    reasons: reasons.prefix(3).map { "\($0.key): \($0.value)" }.joined(separator: ", ")))
        }
        return found
    }

    /// The first thing in quotes of a sentence, with them.
    private static func quoted(_ text: String) -> String? {
        guard let start = text.firstIndex(of: "\""),
            let end = text[text.index(after: start)...].firstIndex(of: "\"")
        else { return nil }
        return String(text[start...end])
    }
}
