import AdapterAPI

/// Sends events to the host: a batch and its checkpoint in one transaction.
final class EventOutput: SyntheticOutput {
    private let plan: PressPlan
    private let context: AdapterContext
    private let payload: SyntheticPayload
    private let identities: [SyntheticKind: ContentHash]
    private var batch = RecordBatch()

    init(_ plan: PressPlan, _ times: SimulatedTime, _ context: AdapterContext) {
        self.plan = plan
        self.context = context
        payload = SyntheticPayload(times: times)
        identities = Dictionary(
            uniqueKeysWithValues: SyntheticKind.allCases.map { kind in
                let base = ContentHash(of: "synthetic \(kind.rawValue)").mixed(with: plan.fingerprint)
                return (kind, base.mixed(with: UInt64(bitPattern: times.start)))
            })
    }

    var isFull: Bool { batch.isFull }

    func add(_ events: [SyntheticEvent], press: Int, ordinal: Int, due: Int64) {
        let asset = PressName.of(press)
        for event in events {
            let time = payload.times.stamp(event.time, skew: event.skew)
            let identity = identity(event.kind, stream: press, ordinal: event.ordinal)
            guard plan.faults.strikes(.duplicates, seed: plan.seed, press: press, event.ordinal) else {
                batch.append(
                    event.kind.recordKind, assetKey: asset, time: time, identity: identity,
                    origin: Record.Origin(line: 0)
                ) { payload.write(event, device: asset, to: &$0) }
                continue
            }
            var writer = PayloadWriter()
            payload.write(event, device: asset, to: &writer)
            writer.bytes.withUnsafeBytes { bytes in
                for _ in 0..<2 {
                    batch.append(
                        payload: bytes, kind: batch.index(of: event.kind.recordKind),
                        assetKey: batch.index(ofAssetKey: asset), time: time, identity: identity,
                        origin: Record.Origin(line: 0), dropsRepeats: true)
                }
            }
        }
    }

    func addReference(_ counter: Int, due: Int64) {
        batch.append(
            SyntheticKind.referenceClientTest.recordKind, assetKey: PressName.of(1),
            time: payload.times.stamp(nanosecondsSince1970: due),
            identity: identity(.referenceClientTest, stream: 0, ordinal: counter), origin: Record.Origin(line: 0)
        ) { SyntheticPayload.write(counter: counter, to: &$0) }
    }

    func deliver(_ state: inout SyntheticState) async throws {
        try await context.sink.send(batch, checkpoint: state.checkpoint)
        batch.removeAll()
    }

    private func identity(_ kind: SyntheticKind, stream: Int, ordinal: Int) -> ContentHash {
        let base = identities[kind] ?? ContentHash(of: kind.rawValue)
        return base.mixed(with: UInt64(stream)).mixed(with: UInt64(ordinal))
    }
}
