import AdapterAPI
import IoTTransport
import Pipeline

/// The event that `doctor --publish` sends, of the type that exists for that.
struct TestEvent {
    let host: HostConfiguration

    /// Why there is none.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// - Throws: ``Refusal`` when the filter in force holds it back, or it makes no header.
    func json() throws -> String {
        // Of a type that header v3 knows; v1 takes any.
        let asset = Asset(id: "adapter-host-doctor", type: "Workflow", serial: "doctor")
        let mapper = EventMapper(
            sourceID: "doctor", assets: AssetTable(entries: [], fallback: asset, unknown: .deadLetter),
            profile: host.header, sender: host.sender,
            filter: LiveFilter(host.filter, shadowState: host.shadowStatePath).current)
        let (seconds, nanoseconds) = AdapterClock.system.now()
        let now = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
        var batch = RecordBatch(document: "doctor")
        batch.append(
            RecordKind(eventType: "reference-client-test", eventSubtype: "doctor"), assetKey: nil, time: now,
            identity: ContentHash(of: now.text), origin: Record.Origin(line: 0, column: 0)
        ) { $0.object { $0.field("from", "adapter-host doctor") } }
        switch try VerdictOutput.verdicts(for: batch, mapper: mapper, now: now).first {
        case .event(let json): return json
        case .filtered(let rule): throw Refusal(description: "the filter in force holds it back (\(rule))")
        case .dead(let reason): throw Refusal(description: reason)
        case nil: throw Refusal(description: "it made no event")
        }
    }
}
