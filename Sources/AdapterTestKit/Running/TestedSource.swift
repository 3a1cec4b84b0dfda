import AdapterAPI
import AdapterHostKit
import Logging
import Pipeline

/// A source of a case, with what outlives its starts: inputs, stored events, the clock.
final class TestedSource: Sendable {
    let place: FeedPlace
    let session: any FeedSession
    let store: KitStore
    let press: PressReading
    private let time = KitClock()

    /// What every event's header says of the sender.
    private static let sender = Sender(
        id: "adapter-testkit", type: "prinect", connectionDeviceID: "adapter-testkit")
    /// Every event's senderTimestamp.
    private static let now = Timestamp(secondsSince1970: FeedPlace.start)

    /// Nil when the press file is at fault; all of it is then in `faults`.
    init?(
        _ kit: AdapterConformance, _ testCase: AdapterCase, hasInputs: Bool = true,
        faults: inout [ConfigurationFault]
    ) throws {
        guard let root = PressReading.root(ofFile: testCase.path + "/" + AdapterCase.pressFile, faults: &faults) else {
            return nil
        }
        place = try FeedPlace(testCase, root: root, hasInputs: hasInputs)
        session = try kit.feed.open(place)
        let press = PressReading(
            root.setting(session.options), folder: place.path, type: kit.type, faults: &faults)
        guard faults.isEmpty, let press else { return nil }
        self.press = press
        store = KitStore(limit: kit.limits.events)
    }

    /// Starts the source from what is stored.
    ///
    /// - Parameters:
    ///   - recordTarget: records of a batch; nil for the usual.
    ///   - waits: whether it waits for more when it is idle, whatever the feed says.
    func start(
        _ plan: KitSink.Plan = .takes, recordTarget: Int? = nil, waits: Bool = false
    ) -> RunningSource {
        let mapper = LineMapper(mapper: mapper, repeats: press.repeats, knownIDs: store.knownIDs, now: Self.now)
        let sink = KitSink(store: store, mapper: mapper, plan: plan)
        let context = AdapterContext(
            sourceID: press.id, checkpoint: store.checkpoint, sink: sink, clock: time.clock, logger: Self.logger,
            stopsWhenIdle: session.stopsWhenIdle && !waits)
        return RunningSource(
            sink, feed: waits ? nil : session,
            run: { [press] in
                try await RecordBatch.$taskRecordTarget.withValue(recordTarget ?? RecordBatch.recordTarget) {
                    try await press.run(context)
                }
            })
    }

    /// What makes events of the source's records.
    var mapper: EventMapper { press.mapper(sender: Self.sender) }

    /// A mapper as a conversion has it: it knows nothing of earlier events.
    func lineMapper() -> sending LineMapper {
        LineMapper(mapper: mapper, repeats: press.repeats, knownIDs: [], now: Self.now)
    }

    /// Refused records in their order, then what became of inputs.
    func faults() throws -> [String] { store.refused + (try session.verdicts()) }

    private static var logger: Logger { Logger(label: "adapter-testkit") { _ in SwiftLogNoOpLogHandler() } }
}
