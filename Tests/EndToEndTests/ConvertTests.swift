import Foundation
import TestServers
import Testing

/// `adapter-host convert` as a user types it.
@Suite struct ConvertTests {
    private static let sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <ProductionDataAcquisition><Message DeviceID="6000"><InkConsumptionSummary \
        JobID="Integrationstest_1-1000_Auflage1_p0012" WorkstepID="r_190726_062245389_035886" ID="0">\
        <InkConsumptions InkUse="GoodProduction"><InkConsumption ColorName="SaphiraDigitalInkYellowPrimefire" \
        Amount="670.0184345245361"/></InkConsumptions></InkConsumptionSummary></Message></ProductionDataAcquisition>
        """

    @Test func `the platform's own sample, through the asset table`() throws {
        let folder = try TemporaryFolder()
        try Self.sample.write(toFile: folder.file("s.xml"), atomically: true, encoding: .utf8)
        try """
        id: cutter-1
        adapter: prinect
        assets: { "6000": { id: AUTOTEST_CUT, type: ID_Cutter } }
        """.write(toFile: folder.file("p.yaml"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_800_000_000)], ofItemAtPath: folder.file("s.xml"))
        let run = try HostProcess.run(["convert", "--press", folder.file("p.yaml"), folder.file("s.xml")])
        #expect(run.status == 0)
        #expect(run.complaints == "")
        let event = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(
            Set(event.keys) == [
                "payloadVersion", "assetType", "senderEventUuid", "senderType", "eventType", "eventSubtype",
                "assetTimestamp", "assetId", "senderId", "senderTimestamp", "connectionDeviceId", "payload",
            ])
        #expect(event["assetId"] as? String == "AUTOTEST_CUT")
        #expect(event["eventType"] as? String == "ODA")
        let time = try #require(event["assetTimestamp"] as? String)
        let instant = try Date(
            time,
            strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .colon))
        #expect(instant == Date(timeIntervalSince1970: 1_800_000_000), "the file's time")
        let payload = try JSONSerialization.jsonObject(
            with: Data(
                #"{"productiondataacquisition":{"message":[{"inkconsumptionsummary":[{"jobid":"Integrationstest_1-1000_Auflage1_p0012","inkconsumptions":[{"inkconsumption":[{"colorname":"SaphiraDigitalInkYellowPrimefire","amount":"670.0184345245361"}],"inkuse":"GoodProduction"}],"workstepid":"r_190726_062245389_035886","id":"0"}],"deviceid":"6000"}]}}"#
                    .utf8))
        #expect((event["payload"] as? NSDictionary) == (payload as? NSDictionary))
        let again = try HostProcess.run(["convert", "--press", folder.file("p.yaml"), folder.file("s.xml")])
        let second = try JSONSerialization.jsonObject(with: Data(again.output.utf8)) as? [String: Any]
        #expect(second?["senderEventUuid"] as? String == event["senderEventUuid"] as? String)
    }

    @Test func `goes on past bad records and files, names them, and exits 1`() throws {
        let folder = try TemporaryFolder()
        try Self.sample.write(toFile: folder.file("good.xml"), atomically: true, encoding: .utf8)
        try String(Self.sample.prefix(300)).write(toFile: folder.file("half.xml"), atomically: true, encoding: .utf8)
        try "".write(toFile: folder.file("empty.xml"), atomically: true, encoding: .utf8)
        try "id: a\nadapter: prinect\nassets: { \"1\": { id: a, type: T } }\n"
            .write(toFile: folder.file("p.yaml"), atomically: true, encoding: .utf8)
        let run = try HostProcess.run(
            [
                "convert", folder.file("half.xml"), folder.file("empty.xml"), folder.file("no.xml"),
                folder.file("good.xml"),
            ])
        #expect(run.status == 1)
        #expect(run.output.split(separator: "\n").count == 1)
        for name in ["half.xml:2:", "empty.xml:1:1: the file is empty", "no.xml: cannot open: No such file"] {
            #expect(run.complaints.contains(name), "\(run.complaints)")
        }
        let dead = try HostProcess.run(["convert", "--press", folder.file("p.yaml"), folder.file("good.xml")])
        #expect(dead.status == 1)
        #expect(dead.complaints.contains("good.xml:2:") && dead.complaints.contains("unknown_asset"))
    }

    @Test func `explains a conversion`() throws {
        let folder = try TemporaryFolder()
        try Self.sample.write(toFile: folder.file("s.xml"), atomically: true, encoding: .utf8)
        let run = try HostProcess.run(["convert", "--explain", folder.file("s.xml")])
        #expect(run.status == 0)
        for part in [
            "record presscenter.oda InkConsumptionSummary", "\"6000\" in the document", "\"eventType\":\"ODA\"",
            "timestamp_fallback",
        ] {
            #expect(run.output.contains(part))
        }
    }

    @Test(arguments: [
        (["--help"], 0, "convert"), (["--version"], 0, "0."), (["convert"], 64, ""), (["bogus"], 64, ""),
        (["run", "--config", "/nonexistent/host.yaml"], 78, ""),
        (["check", "--config", "/nonexistent/host.yaml"], 78, ""),
        (["config", "sample"], 0, "state"), (["config", "sample", "prinect"], 0, "folder"),
    ])
    func `exits as its help says`(arguments: [String], status: Int32, prints: String) throws {
        let run = try HostProcess.run(arguments)
        #expect(run.status == status)
        #expect(prints.isEmpty ? !run.complaints.isEmpty : run.output.contains(prints))
    }
}
