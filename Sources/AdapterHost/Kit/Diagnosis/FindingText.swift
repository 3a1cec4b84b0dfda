import AdapterAPI

/// Findings as a command prints them.
enum FindingText {
    /// A line for a person, and a second one with what to do.
    static func text(_ finding: Finding) -> String {
        let level = finding.level.rawValue
        let verdict = finding.level == .failure ? level.uppercased() : level
        let margin = String(repeating: " ", count: 9)
        let line = (verdict + margin).prefix(9) + "\(finding.subject): \(finding.cause)"
        return line + (finding.nextStep.map { "\n\(margin)→ \($0)" } ?? "")
    }

    /// How it ended, for a person.
    static func summary(_ findings: [Finding]) -> String {
        let failures = findings.count { $0.level == .failure }
        let warnings = findings.count { $0.level == .warning }
        if failures == 0, warnings == 0 { return "nothing is wrong" }
        return "\(count(failures, "failure")), \(count(warnings, "warning"))"
    }

    private static func count(_ number: Int, _ word: String) -> String {
        "\(number == 0 ? "no" : "\(number)") \(word)\(number == 1 ? "" : "s")"
    }

    /// One JSON object: the worst level, and all findings in their order.
    static func json(_ findings: [Finding]) -> String {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("verdict", (findings.map(\.level).max() ?? .ok).rawValue)
            writer.key("findings")
            writer.array { writer in
                for finding in findings {
                    writer.object { writer in
                        writer.field("id", finding.id)
                        writer.field("level", finding.level.rawValue)
                        writer.field("subject", finding.subject)
                        writer.field("cause", finding.cause)
                        if let nextStep = finding.nextStep { writer.field("nextStep", nextStep) }
                    }
                }
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
