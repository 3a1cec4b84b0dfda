import AdapterAPI

/// What a press's folder looks like, judged. Pure.
struct PressCheck {
    let id: String
    let folder: String
    /// Nil when the folder did not answer in time.
    let facts: FolderFacts?
    /// Seconds since 1970.
    let now: Int64
    /// Who asks, by name.
    let user: String

    /// From so many seconds on a press is silent.
    static let silence: Int64 = 3_600
    /// Files may be a little newer than now where another machine's clock stamps them.
    static let future: Int64 = 300

    private var subject: String { Words.press(id) }

    func run() -> [Finding] {
        guard let facts else {
            return [Words.pressStalled(id, seconds: Doctor.limit.components.seconds, work: "\(folder) does not answer")]
        }
        switch facts.access {
        case .missing: return [Words.folderMissing(subject, path: folder, fault: "no such folder")]
        case .notFolder: return [Words.folderMissing(subject, path: folder, fault: "it is a file")]
        case .unreadable(let fault): return [Words.unreadable(subject, path: folder, fault: fault, user: user)]
        case .readOnly, .usable: break
        }
        let findings = faults(facts)
        return findings.isEmpty ? [ok(facts)] : findings
    }

    private func faults(_ facts: FolderFacts) -> [Finding] {
        var findings: [Finding] = []
        if facts.access == .readOnly {
            findings.append(
                Words.warning(
                    "folder.readOnly", subject, "The user \(user) may not move files within \(folder) to done/.",
                    "Give the user \(user) the right to write there; for a log that is only followed (mode: tail) all is"
                        + " well."))
        }
        if facts.failed > 0 { findings.append(Words.filesRefused(id, count: facts.failed, fault: nil)) }
        guard let last = facts.lastChange else { return findings }
        if last - now > Self.future {
            let span = QuantityText.span(Double(last - now))
            findings.append(
                Words.warning(
                    "folder.future", subject, "Files in \(folder) are \(span) newer than now by this machine's clock.",
                    "Compare the clocks of the press and of this machine."))
        } else if now - last > Self.silence {
            findings.append(Words.pressSilent(id, seconds: now - last, isEver: true, place: folder))
        }
        return findings
    }

    private func ok(_ facts: FolderFacts) -> Finding {
        let kind = facts.fileSystem.map { kind in
            kind.reportsAllChanges
                ? " (\(kind))"
                : " (\(kind), which does not tell what other machines write: the host looks by itself)"
        }
        return Words.ok("folder.ok", subject, "\(folder) can be used\(kind ?? "").")
    }
}
