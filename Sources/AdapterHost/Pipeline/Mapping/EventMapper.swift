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
        case event(HeaderTemplate, seed: ContentHash, type: UInt16, asset: AssetOrder.Slot)
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
            for record in batch.records {
                let payload = UnsafeRawBufferPointer(rebasing: bytes[record.payloadStart..<record.payloadEnd])
                if let refusal = record.refusal {
                    output.dead(Self.refusal(from: batch.refusals[refusal]), record, of: batch, payload: payload)
                    continue
                }
                let cell = record.kind * columns + (record.assetKey.map { $0 + 1 } ?? 0)
                if verdicts[cell] == nil {
                    verdicts[cell] = try verdict(for: record, in: batch, &memory, &output)
                }
                switch verdicts[cell] {
                case .event(let header, let seed, let type, let asset):
                    let size = header.size(assetTime: record.time, senderTime: now, payload: payload.count)
                    guard size <= largestEvent else {
                        let words = "the event has \(size) bytes, more than \(largestEvent)"
                        output.dead(RecordRefusal("too_large", words), record, of: batch, payload: payload)
                        continue
                    }
                    let identity = seed.mixed(with: record.identity)
                    // Only what would be queued: one that was held back or refused is not known as sent.
                    if record.dropsRepeats, memory.isRepeat(identity) {
                        output.duplicate()
                        continue
                    }
                    memory.order.note(record.time, of: asset)
                    output.event(size: size, type: type) { target in
                        header.write(
                            id: EventID(identity), assetTime: record.time, senderTime: now, payload: payload, to: target
                        )
                    }
                case .filtered(let rule): output.filtered(rule: rule)
                case .dead(let refusal): output.dead(refusal, record, of: batch, payload: payload)
                case nil: break
                }
            }
        }
    }

    private func verdict(
        for record: Record, in batch: RecordBatch, _ memory: inout SourceMemory, _ output: inout some EventOutput
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
                profile.template(kind: kind, asset: asset, sender: sender),
                seed: sourceHash.mixed(with: hasher.finish()),
                type: try output.typeID(eventType: eventType, eventSubtype: kind.eventSubtype),
                asset: memory.order.slot(of: asset.id))
        }
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
