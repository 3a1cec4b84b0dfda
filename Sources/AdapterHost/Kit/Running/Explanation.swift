import AdapterAPI
import Pipeline

/// `convert --explain`: from record to topic, in words.
struct Explanation {
    /// Where events would go, when a host.yaml was given.
    let topic: String?

    /// Describes every record of a batch. `refused` counts those that make no event.
    func text(
        for batch: RecordBatch, path: String, mapper: EventMapper, now: Timestamp
    ) throws -> (text: String, refused: Int) {
        var lines: [String] = []
        var refused = 0
        for remark in batch.remarks { lines.append("\(path)\(place(remark.origin)): \(remark.words)") }
        let verdicts = try VerdictOutput.verdicts(for: batch, mapper: mapper, now: now)
        for (index, (record, verdict)) in zip(batch.records, verdicts).enumerated() {
            let kind = batch.kinds[record.kind]
            lines.append("\(path)\(place(record.origin)): record \(kind.eventType) \(kind.eventSubtype)")
            lines.append(
                "  machine  \(record.assetKey.map { "\"\(batch.assetKeys[$0])\" in the document" } ?? "not named")")
            lines.append("  time     \(record.time.text)")
            for words in batch.explanations[index] ?? [] { lines.append("  rule     \(words)") }
            switch verdict {
            case .event(let json):
                lines.append("  event    \(json)")
                lines.append("  filter   lets it pass")
                lines.append("  topic    \(topic ?? "not known without --config host.yaml")")
            case .filtered(let rule): lines.append("  filter   held back by \(rule)")
            case .dead(let reason):
                refused += 1
                lines.append("  refused  \(reason)")
            }
        }
        for (name, times) in batch.counts.sorted(by: { $0.key < $1.key }) {
            lines.append("  counted  \(name): \(times)")
        }
        return (lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n"), refused)
    }

    /// `:line:column`, as far as known.
    private func place(_ origin: Record.Origin) -> String {
        if origin.line == 0 { return "" }
        return origin.column == 0 ? ":\(origin.line)" : ":\(origin.line):\(origin.column)"
    }
}
