import AdapterAPI
import Certificates
import IoTTransport

/// A spool as `spool status` shows it.
struct SpoolReport {
    let path: String
    let overview: SpoolOverview
    /// Seconds since 1970.
    let now: Int64
    /// Nil without a configuration, which says how large the spool may be and how fast events may leave.
    let outlook: SpoolOutlook?

    private var counters: SpoolCounters { overview.counters }

    /// For a person.
    var text: String {
        var lines = ["spool        \(path), \(QuantityText.bytes(overview.fileBytes)) on disk"]
        lines.append(
            "waiting      \(counters.waiting) events, \(QuantityText.bytes(counters.bytes)) in \(overview.chunks) chunks"
        )
        if let kept = overview.events[.kept], kept > 0 {
            lines.append("             of them \(kept) that are never dropped")
        }
        if let oldest = overview.oldest {
            lines.append(
                "oldest       \(UTCText.text(oldest)), \(QuantityText.span(Double(max(0, now - oldest)))) ago")
        }
        if let rates = overview.rates {
            lines.append(
                "rates        \(QuantityText.rate(rates.eventsInPerSecond)) in, "
                    + "\(QuantityText.rate(rates.eventsOutPerSecond)) out, over \(QuantityText.span(Double(rates.span)))"
            )
        } else {
            lines.append("rates        not known: the host has not run for a minute yet")
        }
        if let outlook {
            lines.append("offline capacity left: \(offline(outlook))")
            lines.append("draining: \(draining(outlook))")
        }
        lines.append(
            "since the spool was made: \(counters.queued) queued, \(counters.acknowledged) acknowledged, "
                + "\(counters.filteredLate) filtered late, \(counters.dropped) dropped, "
                + "\(counters.deadLate) dead after queueing")
        for (name, count) in drops { lines.append("             \(count) dropped: \(name)") }
        lines.append("dead letters \(overview.deadLetters)")
        return lines.joined(separator: "\n") + "\n"
    }

    private var drops: [(name: String, count: Int)] {
        counters.droppedByCause.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func offline(_ outlook: SpoolOutlook) -> String {
        let room = QuantityText.bytes(outlook.roomBytes)
        guard let seconds = outlook.offlineSeconds else { return "\(room); nothing comes in" }
        return "\(QuantityText.span(seconds)) (\(room))"
    }

    private func draining(_ outlook: SpoolOutlook) -> String {
        switch outlook.draining {
        case .empty: "nothing waits"
        case .seconds(let seconds): "takes \(QuantityText.span(seconds)) once the broker takes events"
        case .never: "never ends: at least as much comes in as may leave"
        case .unknown: "as fast as the broker takes events; no rate is configured"
        }
    }

    /// For a program: one object.
    var json: String {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("spool", path)
            writer.field("fileBytes", Int(overview.fileBytes))
            writer.field("waiting", counters.waiting)
            writer.field("bytes", Int(counters.bytes))
            writer.field("chunks", overview.chunks)
            writer.field("kept", overview.events[.kept] ?? 0)
            if let oldest = overview.oldest { writer.field("oldest", UTCText.text(oldest)) }
            if let oldest = overview.oldest { writer.field("oldestAgeSeconds", Int(max(0, now - oldest))) }
            if let rates = overview.rates {
                writer.key("rates")
                writer.object { writer in
                    writer.field("seconds", Int(rates.span))
                    writer.key("eventsIn")
                    writer.number(rates.eventsInPerSecond)
                    writer.key("eventsOut")
                    writer.number(rates.eventsOutPerSecond)
                    writer.key("bytesIn")
                    writer.number(rates.bytesInPerSecond)
                }
            }
            if let outlook { Self.write(outlook, &writer) }
            writer.field("queued", counters.queued)
            writer.field("retried", counters.retried)
            writer.field("acknowledged", counters.acknowledged)
            writer.field("filteredLate", counters.filteredLate)
            writer.field("dropped", counters.dropped)
            writer.field("deadLate", counters.deadLate)
            writer.key("droppedByCause")
            writer.object { writer in for (name, count) in drops { writer.field(name, count) } }
            writer.field("deadLetters", overview.deadLetters)
        }
        return String(decoding: writer.bytes, as: UTF8.self) + "\n"
    }

    private static func write(_ outlook: SpoolOutlook, _ writer: inout PayloadWriter) {
        writer.field("roomBytes", Int(outlook.roomBytes))
        if let seconds = outlook.offlineSeconds { writer.field("offlineSeconds", Int(min(seconds, 1e12))) }
        switch outlook.draining {
        case .empty: writer.field("drainSeconds", 0)
        case .seconds(let seconds): writer.field("drainSeconds", Int(min(seconds, 1e12).rounded()))
        case .never: writer.field("draining", "never")
        case .unknown: writer.field("draining", "unknown")
        }
    }
}
