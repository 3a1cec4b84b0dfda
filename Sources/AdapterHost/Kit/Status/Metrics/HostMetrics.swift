/// What `/metrics` answers: pure. Counters of events are those of the spool, so they go on across restarts, and both
/// equations of ``HostState/Counters`` hold in every answer.
enum HostMetrics {
    typealias Sample = PrometheusText.Sample

    static func text(_ report: StatusReport) -> String {
        var out = PrometheusText()
        let host = report.host
        out.family("info", .gauge, "The program's version.", [Sample(1, [("version", host.version)])])
        out.value("start_time_seconds", .gauge, "When the host started, since 1970.", Sample(Double(host.startedAt)))
        out.value("ready", .gauge, "1 while it has a broker and takes events.", Sample(report.ready))
        out.family(
            "finding", .gauge, "1 for each thing that is wrong.",
            report.findings.map { finding in
                Sample(1, [("id", finding.id), ("level", finding.level.rawValue), ("subject", finding.subject)])
            })
        connection(host.connection, &out)
        events(host.spool.counters, &out)
        spool(host, &out)
        presses(host.presses, &out)
        filter(host.shadow.filter, &out)
        if let end = host.certificate?.notAfter {
            out.value(
                "certificate_expiry_timestamp_seconds", .gauge, "When the device's certificate expires, since 1970.",
                Sample(Double(end)))
        }
        out.value(
            "clock_lead_seconds", .gauge, "How far this machine's clock is ahead of the platform's.",
            host.clockLead.map { Sample(Double($0)) })
        return out.text
    }

    private static func connection(_ connection: HostState.Connection, _ out: inout PrometheusText) {
        out.value("connected", .gauge, "1 while there is a session with the broker.", Sample(connection.isConnected))
        out.value(
            "sessions_total", .counter, "Sessions with the broker since the start.", Sample(connection.sessions))
        out.value(
            "events_in_flight", .gauge, "Events published and not acknowledged yet.", Sample(connection.inFlight))
        out.value(
            "events_rejected_total", .counter, "Events that the platform reported as rejected since the start.",
            Sample(connection.rejected))
    }

    private static func events(_ counters: HostState.Counters, _ out: inout PrometheusText) {
        let all = [
            ("mapped", "made of records", counters.mapped), ("queued", "put into the spool", counters.queued),
            ("filtered", "held back by the filter before they were queued", counters.filtered),
            ("duplicate", "dropped as repeats", counters.duplicate),
            ("dead", "that became dead letters before they were queued", counters.dead),
            ("retried", "made of dead letters", counters.retried),
            ("acknowledged", "that the broker has acknowledged", counters.acknowledged),
            ("filtered_late", "dropped by the filter after they were queued", counters.filteredLate),
            ("dropped", "dropped from the spool by a limit or by damage", counters.dropped),
            ("dead_late", "given up by delivery", counters.deadLate),
        ]
        for (name, help, value) in all {
            out.value("events_\(name)_total", .counter, "Events \(help), since the spool was made.", Sample(value))
        }
        out.value("events_waiting", .gauge, "Events in the spool and not acknowledged.", Sample(counters.waiting))
        let families = [
            (
                "events_filtered_by_rule_total", "rule", "filtered:",
                "Events held back before they were queued, by rule."
            ),
            (
                "events_filtered_late_by_rule_total", "rule", "filtered_late:",
                "Events dropped by the filter after they were queued, by rule."
            ),
            ("events_dead_by_reason_total", "reason", "dead:", "Events that became dead letters, by reason."),
            ("events_dropped_by_cause_total", "cause", "dropped:", "Events dropped from the spool, by cause."),
        ]
        for (name, label, prefix, help) in families {
            let found = counters.named.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
            out.family(
                name, .counter, help,
                found.map { Sample($0.value, [(label, String($0.key.dropFirst(prefix.count)))]) })
        }
    }

    private static func spool(_ host: HostState, _ out: inout PrometheusText) {
        let spool = host.spool
        out.value("spool_bytes", .gauge, "Bytes of the events that wait.", Sample(Double(spool.bytes)))
        out.value("spool_max_bytes", .gauge, "Bytes that may wait.", Sample(Double(spool.maxBytes)))
        out.value(
            "spool_room_bytes", .gauge, "Bytes that still fit, also on the disk.",
            spool.roomBytes.map { Sample(Double($0)) })
        out.value(
            "spool_disk_free_bytes", .gauge, "Bytes free on the spool's disk.",
            spool.freeBytes.map { Sample(Double($0)) })
        out.value(
            "spool_offline_seconds", .gauge, "Seconds until the spool is full without a broker.",
            spool.offlineSeconds.map { Sample($0) })
        out.value(
            "spool_drain_seconds", .gauge, "Seconds until the spool is empty with one.",
            spool.drainSeconds.map { Sample($0) })
        out.value("spool_blocked", .gauge, "1 while sources wait for the spool.", Sample(spool.block != nil))
        out.value("dead_letters", .gauge, "Dead letters kept.", Sample(spool.counters.deadLetters))
        out.family(
            "dead_letters_by_reason", .gauge, "Dead letters kept, by source and reason.",
            host.deadLetters.map { Sample($0.count, [("press", $0.source), ("reason", $0.code)]) })
    }

    private static func presses(_ presses: [HostState.Press], _ out: inout PrometheusText) {
        func family(_ name: String, _ kind: PrometheusText.Kind, _ help: String, _ value: (HostState.Press) -> Double?)
        {
            out.family(
                "press_\(name)", kind, help,
                presses.compactMap { press in
                    value(press).map { Sample($0, [("press", press.id), ("adapter", press.adapter)]) }
                })
        }
        family("up", .gauge, "1 while the press is read.") { $0.health == "running" && $0.obstacle == nil ? 1 : 0 }
        family("records_total", .counter, "Records read since the start.") { Double($0.records) }
        family("last_record_timestamp_seconds", .gauge, "When the last record was read, since 1970.") {
            $0.lastRecord.map(Double.init)
        }
        family("files_waiting", .gauge, "Files that wait in the folder.") { $0.gauges["filesWaiting"].map(Double.init) }
        family("files_in_error", .gauge, "Files in the folder error/.") { $0.gauges["filesInError"].map(Double.init) }
        family("bytes_behind", .gauge, "Bytes of growing files that were not read yet.") {
            $0.gauges["bytesBehind"].map(Double.init)
        }
    }

    private static func filter(_ filter: HostState.Filter, _ out: inout PrometheusText) {
        out.value(
            "publishing_enabled", .gauge, "0 while publishing is switched off.", Sample(filter.isPublishingEnabled))
        out.value("blacklisted_types", .gauge, "Event types that are switched off.", Sample(filter.blacklist.count))
    }
}
