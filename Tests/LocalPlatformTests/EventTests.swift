import Testing

@testable import LocalPlatform

@Suite struct EventTests {
    private var platform = TestCore()
    private let topic = "$aws/rules/iot_data_platform_telemetry_dev"

    @Test(arguments: [
        (#"{"eventType":"ODA","eventSubtype":"InkConsumptionSummary","assetId":"a1","assetTimestamp":"t","#
            + #""senderEventUuid":"u","payload":{"eventType":"inner"}}"#),
        (#"{"headerversion":3,"eventtype":"ODA","eventsubtype":"InkConsumptionSummary","assetid":"a1","#
            + #""assettimestamp":"t","sendereventuuid":"u","payload":{}}"#),
    ])
    func `Headers of version 1 and 3 are understood`(event: String) {
        let header = EventHeader(Array(event.utf8))
        #expect(header.eventType == "ODA")
        #expect(header.eventSubtype == "InkConsumptionSummary")
        #expect(header.assetID == "a1")
        #expect(header.assetTimestamp == "t")
        #expect(header.uuid == "u")
        #expect(header.rejection == nil)
    }

    @Test mutating func `An event is acknowledged, counted and kept as it came`() {
        let id = platform.connect("press")
        let event = #"{"eventType": "ODA","senderEventUuid":"u1","payload":{"n":1.0}}"#
        platform.publish(id, topic, event)
        platform.publish(id, topic + "/org/press", event)
        #expect(platform.received(id) == [.accepted, .puback(1), .puback(1)])
        #expect(platform.core.counts.events == 2)
        #expect(platform.core.counts.bytes == 2 * event.utf8.count)
        #expect(platform.core.counts.duplicates == 1)
        #expect(platform.core.events[1]?.event == Array(event.utf8))
        #expect(platform.core.events[1]?.summary.isDuplicate == false)
        #expect(platform.core.events[2]?.summary.isDuplicate == true)
        #expect(platform.core.events[3] == nil)
        #expect(platform.core.events[0] == nil)
        #expect(platform.core.types.json == [["eventType": "ODA", "count": 2]])
    }

    @Test mutating func `A message to an unknown rule is acknowledged and counted apart`() {
        let id = platform.connect("press")
        platform.publish(id, "$aws/rules/iot_data_platform_telemetry_prd", #"{"payload":{}}"#)
        #expect(platform.received(id) == [.accepted, .puback(1)])
        #expect(platform.core.counts.unknownRule == 1)
        #expect(platform.core.counts.events == 0)
    }

    @Test(
        arguments: [
            ("no json", nil), (#"{"senderEventUuid":"u1","eventType":"x"}"#, "u1"), ("[1]", nil), ("", nil),
            (#"{"payload":{}"#, nil),
        ] as [(String, String?)])
    func `What is no event is reported to its sender`(event: String, uuid: String?) throws {
        var platform = TestCore()
        let id = platform.connect("press")
        platform.subscribe(id, "dev/telemetryData/press/rejected")
        _ = platform.received(id)
        platform.publish(id, topic, event)
        let packets = platform.received(id)
        #expect(packets.first == .puback(1))
        guard case .publish(let report)? = packets.last else {
            Issue.record("no report")
            return
        }
        #expect(report.topic == "dev/telemetryData/press/rejected")
        let body = try JSONParser.parse(report.payload)
        #expect(body["reason"]?.string?.isEmpty == false)
        #expect(body["senderEventUuid"]?.string == uuid)
        #expect(platform.core.counts.rejected == 1)
    }

    @Test func `The log is bounded in number and bytes`() {
        var log = EventLog()
        for _ in 0..<(EventLog.maximumCount + 3000) { add([1], to: &log) }
        #expect(log.count == EventLog.maximumCount)
        #expect(log[3000] == nil)
        #expect(log[3001]?.summary.sequence == 3001)
        #expect(log.newest(limit: 2) { _ in true }.map(\.sequence) == [13_000, 12_999])
        #expect(log.newest(limit: 2) { $0.sequence < 3002 }.map(\.sequence) == [3001])
        let large = [UInt8](repeating: 0, count: 1024 * 1024)
        for _ in 0..<100 { add(large, to: &log) }
        #expect(log.count == EventLog.maximumBytes / large.count)
    }

    @Test func `Repeats are recognised, in either case, as long as they are remembered`() {
        var known = RememberedIDs(capacity: 3)
        #expect(["a", "b", "A", "c"].map { known.isRepeat($0) } == [false, false, true, false])
        #expect(known.isRepeat("d") == false)
        #expect(known.isRepeat("a") == false)
        #expect(known.isRepeat("d") == true)
    }

    @Test func `Rates are of the last five seconds`() {
        var meter = RateMeter()
        let start = 100 * Moment.second
        meter.add(50, now: start)
        #expect(meter.perSecond(now: start) == 10)
        #expect(meter.perSecond(now: start + 4 * Moment.second) == 10)
        #expect(meter.perSecond(now: start + 6 * Moment.second) == 0)
        meter.add(5, now: start + 1000 * Moment.second)
        #expect(meter.perSecond(now: start + 1000 * Moment.second) == 1)
    }

    private func add(_ event: [UInt8], to log: inout EventLog) {
        _ = log.append(event) { sequence in
            EventSummary(
                sequence: sequence, at: 0, client: "c", topic: "t", size: event.count, header: EventHeader([]),
                isDuplicate: false)
        }
    }
}
