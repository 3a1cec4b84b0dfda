import AdapterAPI
import PrintDocuments
import Testing

/// ProductionDataAcquisition: one event for each child of each Message, and where its machine and time come from.
@Suite struct ProductionDataTests {
    @Test func `the platform's own sample comes out exactly`() async throws {
        let reading = try await Reading.of(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <ProductionDataAcquisition><Message DeviceID="6000">
            <InkConsumptionSummary JobID="Integrationstest_1-1000_Auflage1_p0012" WorkstepID="r_190726_062245389_035886" ID="0">
            <InkConsumptions InkUse="GoodProduction">
            <InkConsumption ColorName="SaphiraDigitalInkYellowPrimefire" Amount="670.0184345245361"/>
            </InkConsumptions></InkConsumptionSummary></Message></ProductionDataAcquisition>
            """)
        #expect(
            reading.payloads == [
                #"{"productiondataacquisition":{"message":[{"deviceid":"6000","inkconsumptionsummary":[{"id":"0","inkconsumptions":[{"inkconsumption":[{"amount":"670.0184345245361","colorname":"SaphiraDigitalInkYellowPrimefire"}],"inkuse":"GoodProduction"}],"jobid":"Integrationstest_1-1000_Auflage1_p0012","workstepid":"r_190726_062245389_035886"}]}]}}"#
            ])
        let item = try #require(reading.items.first)
        #expect(item.eventType == "presscenter.oda")
        #expect(item.subtype == "InkConsumptionSummary")
        #expect(item.asset == "6000")
        #expect(item.time == "2027-01-15T08:00:00.000+00:00", "the file's time, since the document has none")
        #expect(reading.counts["timestamp_fallback"] == 1)
    }

    @Test func `each child is an event with the attributes of its wrappers and nothing else of them`() async throws {
        let reading = try await Reading.of(
            """
            <ProductionDataAcquisition Site="s" Message="collides">stray<Header/>
            <Message DeviceID="1" a="x">stray<A n="1"/><B/></Message><Other><A/></Other><Message a="y" C="z"><C/></Message>
            </ProductionDataAcquisition>
            """)
        #expect(
            reading.payloads == [
                #"{"productiondataacquisition":{"message":[{"a":[{"n":"1"}],"deviceid":"1"}],"site":"s"}}"#,
                #"{"productiondataacquisition":{"message":[{"a":"x","b":[{}],"deviceid":"1"}],"site":"s"}}"#,
                #"{"productiondataacquisition":{"message":[{"a":"y","c":[{}]}],"site":"s"}}"#,
            ])
        #expect(reading.items.map(\.asset) == ["1", "1", nil])
        #expect(Set(reading.items.map(\.identity)).count == 3)
    }

    @Test(arguments: [
        (
            "<M TimeStamp='2026-01-03T00:00:00Z'><A TimeStamp='2026-01-01T00:00:00Z' Time='2026-01-02T00:00:00Z'/></M>",
            "01"
        ),
        ("<M TimeStamp='2026-01-03T00:00:00Z'><A Time='2026-01-02T00:00:00Z'/></M>", "02"),
        ("<M TimeStamp='2026-01-03T00:00:00Z'><A Time='yesterday'/></M>", "03"),
        ("<M Time='2026-01-03T00:00:00Z'><A/></M>", "03"),
        ("<M><A TimeStamp=''/></M>", "04"),
        ("<M><A><B TimeStamp='2026-01-01T00:00:00Z'/></A></M>", "04"),
    ])
    func `the time is the record's, else the Message's, else the root's`(message: String, day: String) async throws {
        let body = message.replacing("<M", with: "<Message").replacing("</M>", with: "</Message>")
        let reading = try await Reading.of(
            "<ProductionDataAcquisition TimeStamp='2026-01-04T00:00:00Z'>\(body)</ProductionDataAcquisition>")
        #expect(reading.items.map(\.time) == ["2026-01-\(day)T00:00:00Z"])
        #expect(reading.counts.isEmpty)
    }

    @Test func `messages that are alike give what each gives alone`() async throws {
        let alike = "<Message DeviceID='1' A='x' a='y'><B/></Message>"
        let reading = try await Reading.of(
            "<ProductionDataAcquisition>\(alike)\(alike)<Message DeviceID='1'><B/></Message>\(alike)"
                + "<Message DeviceID='1'><C/><B/></Message></ProductionDataAcquisition>")
        let full = #"{"productiondataacquisition":{"message":[{"a":"x","b":[{}],"deviceid":"1"}]}}"#
        let short = #"{"productiondataacquisition":{"message":[{"b":[{}],"deviceid":"1"}]}}"#
        let other = #"{"productiondataacquisition":{"message":[{"c":[{}],"deviceid":"1"}]}}"#
        #expect(reading.payloads == [full, full, short, full, other, short])
        #expect(reading.items.allSatisfy { $0.asset == "1" })
        #expect(reading.counts["key_collision"] == 3)
    }

    @Test func `persons make no event, other namespaces do`() async throws {
        let reading = try await Reading.of(
            """
            <p:ProductionDataAcquisition xmlns:p="http://www.CIP4.org/JDFSchema_1_1" xmlns:v="urn:v">
            <p:Message><Person><A/></Person><v:Extra/><Employee/></p:Message></p:ProductionDataAcquisition>
            """)
        #expect(reading.subtypes == ["Extra"])
        #expect(reading.payloads == [#"{"productiondataacquisition":{"message":[{"v_extra":[{}]}]}}"#])
    }

    @Test func `a resumed reading gives the same records with the same identities`() async throws {
        let messages = (0..<50).map { "<Message DeviceID='d\($0 % 3)'><A n='\($0)'/></Message>" }.joined()
        let xml = "<ProductionDataAcquisition>\(messages)</ProductionDataAcquisition>"
        let whole = try await Reading.of(xml)
        for taken in [0, 1, 25, 49, 50] {
            let rest = try await Reading.of(xml, skip: taken)
            #expect(rest.items == Array(whole.items.dropFirst(taken)))
        }
    }

    @Test func `other roots need an event type; then each named element is an event`() async throws {
        let xml = "<Log Line='7'><Entry n='1'/><Block><Entry n='2'><Entry n='3'/></Entry></Block></Log>"
        let refused = try await Reading.of(xml)
        #expect(refused.items.isEmpty)
        #expect(try #require(refused.fault).reason.contains("set eventType:"))
        var options = PrintDocumentOptions()
        options.eventType = "vendor.log"
        options.recordNames = ["Entry"]
        let reading = try await Reading.of(xml, options: options)
        #expect(
            reading.payloads == [
                #"{"log":{"entry":[{"n":"1"}],"line":"7"}}"#,
                #"{"log":{"entry":[{"entry":[{"n":"3"}],"n":"2"}],"line":"7"}}"#,
            ])
        #expect(reading.items.allSatisfy { $0.eventType == "vendor.log" && $0.subtype == "Entry" })
    }
}
