import Certificates

/// The status as text, for `top`: pure. Lines are cut to the width, and what finds no room below is said.
struct TopScreen {
    let width: Int
    let height: Int
    let hasColour: Bool

    private enum Colour: String {
        case good = "32"
        case warn = "33"
        case bad = "31"
        case quiet = "2"
        case strong = "1"
    }

    func lines(_ report: StatusReport) -> [String] {
        let host = report.host
        var lines = [headline(report), ""]
        for finding in report.findings {
            let colour: Colour = finding.level == .failure ? .bad : .warn
            lines += wrapped("\(finding.subject): \(finding.cause)", indent: "  ").map { paint($0, colour) }
            if let next = finding.nextStep { lines += wrapped(next, indent: "    ") }
        }
        if !report.findings.isEmpty { lines.append("") }
        lines += facts(host) + [""]
        let room = max(1, height - lines.count - 2)
        lines.append(paint(row("PRESS", "ADAPTER", "LAST", "RATE", "", "WAIT", "ERR"), .strong))
        var presses: [String] = []
        for press in host.presses {
            presses += self.lines(press)
            if presses.count > room { break }
        }
        if presses.count > room {
            presses = Array(presses.prefix(max(0, room - 1)))
            presses.append(
                paint(cut("… more presses: make the window taller, or look at the status page", width), .quiet))
        }
        return lines + presses
    }

    private func headline(_ report: StatusReport) -> String {
        let failures = report.findings.count { $0.level == .failure }
        let verdict =
            report.healthy
            ? report.findings.isEmpty ? "all is well" : "telemetry flows, with remarks"
            : failures == 0 ? "not ready yet" : failures == 1 ? "1 thing to mend" : "\(failures) things to mend"
        let colour: Colour = report.healthy ? report.findings.isEmpty ? .good : .warn : .bad
        let host = report.host
        let span = QuantityText.span(Double(max(0, host.at - host.startedAt)))
        let quiet = cut("  adapter-host \(host.version), \(UTCText.text(host.at)), up \(span)", width - verdict.count)
        return paint(verdict, colour, .strong) + paint(quiet, .quiet)
    }

    private func facts(_ host: HostState) -> [String] {
        let (connection, spool, filter) = (host.connection, host.spool, host.shadow.filter)
        let session = connection.isConnected ? "connected" : "not connected"
        let letters = spool.counters.deadLetters
        var lines = [
            "broker      \(connection.endpoint) as \(connection.clientID), \(session)",
            "events      \(QuantityText.rate(connection.rate)) acknowledged, \(connection.inFlight) in flight,"
                + " \(Words.grouped(spool.counters.acknowledged)) in all  \(Sparkline.text(connection.history))",
            "spool       \(Words.grouped(spool.events)) waiting, \(QuantityText.bytes(spool.bytes))\(outlook(spool))",
            "filter      \(filter.isPublishingEnabled ? "publishing" : "publishing off"), "
                + (filter.blacklist.isEmpty ? "no type off" : "off: \(filter.blacklist.joined(separator: ", "))")
                + ", shadow \(host.shadow.phase)",
        ]
        if letters > 0 {
            let kinds = host.deadLetters.prefix(3).map { "\($0.code) \($0.count)" }
            lines.append("dead        \(Words.grouped(letters)) letters: \(kinds.joined(separator: ", "))")
        }
        if let end = host.certificate?.notAfter { lines.append("certificate valid until \(UTCText.text(end))") }
        return lines.map { cut($0, width) }
    }

    private func outlook(_ spool: HostState.Spool) -> String {
        var text = ""
        if let seconds = spool.offlineSeconds {
            text += ", room for \(QuantityText.span(seconds))"
        } else if let room = spool.roomBytes {
            text += ", room for \(QuantityText.bytes(room))"
        }
        if spool.events > 0, let seconds = spool.drainSeconds {
            text += ", empty in \(QuantityText.span(seconds))"
        }
        return text
    }

    private func lines(_ press: HostState.Press) -> [String] {
        let last = press.lastRecord == nil ? "-" : QuantityText.span(Double(press.silent))
        let text = row(
            press.id, press.adapter, last, QuantityText.rate(press.rate), Sparkline.text(press.history.suffix(20)),
            press.gauges["filesWaiting"].map(String.init) ?? "-", press.gauges["filesInError"].map(String.init) ?? "-")
        let isBad = press.obstacle != nil || press.health == "failed" || press.health == "stalled"
        var lines = [isBad ? paint(text, .bad) : text]
        if let fault = isBad ? press.cause ?? press.lastFault : press.lastFault {
            lines.append(paint(cut("  \(fault)", width), isBad ? .bad : .quiet))
        }
        return lines
    }

    private func row(
        _ id: String, _ adapter: String, _ last: String, _ rate: String, _ curve: String, _ waiting: String,
        _ error: String
    ) -> String {
        let name = max(8, min(32, width - 62))
        return cut(
            "\(pad(id, name)) \(pad(adapter, 10)) \(pad(last, 7, right: true)) \(pad(rate, 8, right: true)) "
                + "\(pad(curve, 20)) \(pad(waiting, 6, right: true)) \(pad(error, 6, right: true))", width)
    }

    private func pad(_ text: String, _ count: Int, right: Bool = false) -> String {
        let text = cut(text, count)
        let blanks = String(repeating: " ", count: max(0, count - text.count))
        return right ? blanks + text : text + blanks
    }

    /// Without what could move the cursor, and no longer than `count`.
    private func cut(_ text: String, _ count: Int) -> String {
        var scalars = String.UnicodeScalarView()
        scalars.append(
            contentsOf: text.unicodeScalars.lazy.filter { $0.value >= 32 && !(127...159).contains($0.value) })
        let clean = String(scalars)
        return clean.count <= count ? clean : String(clean.prefix(max(0, count - 1))) + "…"
    }

    private func wrapped(_ text: String, indent: String) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent.count + line.count + 1 + word.count > width {
                lines.append(cut(indent + line, width))
                line = ""
            }
            line += line.isEmpty ? String(word) : " \(word)"
        }
        return lines + [cut(indent + line, width)]
    }

    private func paint(_ text: String, _ colours: Colour...) -> String {
        guard hasColour else { return text }
        return "\u{1B}[\(colours.map(\.rawValue).joined(separator: ";"))m\(text)\u{1B}[0m"
    }
}
