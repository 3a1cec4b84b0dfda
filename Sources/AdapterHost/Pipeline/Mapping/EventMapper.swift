import AdapterAPI
public import IoTTransport

/// Makes events of records: asset table, header, id, filter, bytes. No parsing and no tree: the payload is copied as the
/// adapter wrote it.
public struct EventMapper: Sendable {
    private let sourceHash: ContentHash
    private let assets: AssetTable
    private let profile: HeaderProfile
    private let sender: Sender
    /// The filter in force.
    public var filter: EventFilter
    private let largestEvent: Int

    /// Bytes of the largest event: the platform drops the connection over a larger message.
    public static let largestEvent = 128 * 1024

    /// - Parameter sourceID: the source's id, which is part of every event's id.
    public init(
        sourceID: String, assets: AssetTable, profile: HeaderProfile = .v1, sender: Sender, filter: EventFilter,
        largestEvent: Int = EventMapper.largestEvent
    ) {
        sourceHash = ContentHash(of: sourceID)
        self.assets = assets
        self.profile = profile
        self.sender = sender
        self.filter = filter
        self.largestEvent = largestEvent
    }

    /// What becomes of all records of one kind from one asset.
    private enum Verdict {
        case event(EventForm)
        case filtered(rule: String)
        case dead(RecordRefusal)
    }

    /// Maps every record of a batch, in order. `now` becomes their senderTimestamp; `memory` is what is known of the
    /// source's earlier records.
    func map(
        _ batch: RecordBatch, now: Timestamp, memory: inout SourceMemory, to output: inout some EventOutput
    ) throws {
        let columns = batch.assetKeys.count + 1
        var verdicts = [Verdict?](repeating: nil, count: batch.kinds.count * columns)
        try batch.bytes.withUnsafeBytes { bytes in
            try batch.records.withUnsafeBufferPointer { records in
                var start = 0
                while start < records.count {
                    if let refusal = records[start].refusal {
                        let refusal = Self.refusal(from: batch.refusals[refusal])
                        refuse(refusal, records[start], bytes, batch, &output)
                        start += 1
                        continue
                    }
                    // Records of one kind from one machine come in runs.
                    let cell = Self.cell(of: records[start], columns)
                    var end = start + 1
                    while end < records.count, records[end].refusal == nil,
                        Self.cell(of: records[end], columns) == cell
                    {
                        end += 1
                    }
                    let verdict = try verdicts[cell] ?? verdict(for: records[start], in: batch, now, &memory, &output)
                    verdicts[cell] = verdict
                    let run = UnsafeBufferPointer(rebasing: records[start..<end])
                    switch verdict {
                    case .event(let form): map(run, to: form, bytes, batch, &memory, &output)
                    case .filtered(let rule): for _ in run { output.filtered(rule: rule) }
                    case .dead(let refusal): for record in run { refuse(refusal, record, bytes, batch, &output) }
                    }
                    start = end
                }
            }
        }
    }

    /// Where the verdict on records like this one stands.
    @inline(__always)
    private static func cell(of record: Record, _ columns: Int) -> Int {
        record.kind * columns + (record.assetKey.map { $0 + 1 } ?? 0)
    }

    /// Makes events of records that have a header.
    @inline(__always)
    private func map(
        _ run: UnsafeBufferPointer<Record>, to form: EventForm, _ bytes: UnsafeRawBufferPointer,
        _ batch: RecordBatch, _ memory: inout SourceMemory, _ output: inout some EventOutput
    ) {
        for index in run.indices {
            let payload = UnsafeRawBufferPointer(rebasing: bytes[run[index].payloadStart..<run[index].payloadEnd])
            let size = form.header.size(assetTime: run[index].time, payload: payload.count)
            guard size <= largestEvent else {
                let words = "the event has \(size) bytes, more than \(largestEvent)"
                refuse(RecordRefusal("too_large", words), run[index], bytes, batch, &output)
                continue
            }
            let identity = form.seed.mixed(with: run[index].identity)
            // Only what would be queued: one that was held back or refused is not known as sent.
            if run[index].dropsRepeats, memory.isRepeat(identity) {
                output.duplicate()
                continue
            }
            memory.order.note(run[index].time, of: form.asset)
            output.event(size: size, type: form.type) { target in
                form.header.write(id: EventID(identity), assetTime: run[index].time, payload: payload, to: target)
            }
        }
    }

    private func verdict(
        for record: Record, in batch: RecordBatch, _ now: Timestamp, _ memory: inout SourceMemory,
        _ output: inout some EventOutput
    ) throws -> Verdict {
        let kind = batch.kinds[record.kind]
        let eventType = profile.publishedName(of: kind.eventType)
        if let rule = filter.rule(against: eventType, kind.eventSubtype) { return .filtered(rule: rule) }
        switch assets.asset(for: record.assetKey.map { batch.assetKeys[$0] }) {
        case .failure(let refusal): return .dead(refusal)
        case .success(let asset):
            if let refusal = profile.refusal(of: kind, asset: asset, sender: sender) { return .dead(refusal) }
            var hasher = ContentHasher()
            hasher.update(field: kind.eventType)
            hasher.update(field: kind.eventSubtype)
            return .event(
                EventForm(
                    header: profile.template(kind: kind, asset: asset, sender: sender, senderTime: now),
                    seed: sourceHash.mixed(with: hasher.finish()),
                    type: try output.typeID(eventType: eventType, eventSubtype: kind.eventSubtype),
                    asset: memory.order.slot(of: asset.id)))
        }
    }

    private func refuse(
        _ refusal: RecordRefusal, _ record: Record, _ bytes: UnsafeRawBufferPointer, _ batch: RecordBatch,
        _ output: inout some EventOutput
    ) {
        let payload = UnsafeRawBufferPointer(rebasing: bytes[record.payloadStart..<record.payloadEnd])
        output.dead(refusal, record, of: batch, payload: payload)
    }

    /// An adapter's refusal, which may begin with a code and a colon.
    private static func refusal(from text: String) -> RecordRefusal {
        let parts = text.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].allSatisfy({ $0.isLowercase || $0 == "_" }) {
            return RecordRefusal(String(parts[0]), String(parts[1].drop { $0 == " " }))
        }
        return RecordRefusal("bad_record", text)
    }
}
