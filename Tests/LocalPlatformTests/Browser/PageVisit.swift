import Testing

@testable import LocalPlatform

/// A platform, a browser that shows its page, and what a test of both needs.
struct PageVisit {
    let browser: Browser
    let platform: RunningPlatform
    let address: String

    /// Opens the page, runs the test, and checks that the page did nothing that it must not.
    static func with(
        _ change: (inout LocalPlatformOptions) -> Void = { $0.limits = .none },
        _ test: (PageVisit) async throws -> Void
    ) async throws {
        try await RunningPlatform.with(change) { platform in
            try await Browser.with { browser in
                let visit = PageVisit(browser: browser, platform: platform, address: platform.addresses.page)
                try await visit.openPage()
                try await test(visit)
                #expect(try await browser.consoleErrors() == [])
                let foreign = try await browser.requests().filter {
                    // Its own first tab is part of the browser.
                    !$0.hasPrefix(visit.address) && !$0.hasPrefix("data:") && !$0.hasPrefix("chrome://")
                }
                #expect(foreign == [])
            }
        }
    }

    func openPage() async throws {
        try await browser.open(address)
        #expect(try await browser.sees("document.getElementById('live-text').textContent == 'Live'"))
    }

    /// A client that publishes events and waits until all have their PUBACK.
    func publish(_ events: [String], from client: RawConnection, firstID: UInt16 = 1) async throws {
        let packets = events.enumerated().map { index, event in
            MQTTPacket.publish(
                MQTTPublish(
                    topic: "$aws/rules/iot_data_platform_telemetry_dev", payload: Array(event.utf8),
                    qualityOfService: 1, packetID: firstID + UInt16(index)))
        }
        try await client.send(RunningPlatform.bytes(packets))
        let last = firstID + UInt16(events.count - 1)
        let acknowledged: [UInt8] = [0x40, 2, UInt8(last >> 8), UInt8(last & 0xff)]
        #expect(try await client.reads { $0.bytes.suffix(4) == acknowledged[...] })
    }

    /// A device reports by MQTT, as devices do.
    func report(_ reported: String, thing: String, from client: RawConnection) async throws {
        let publish = MQTTPublish(
            topic: "$aws/things/\(thing)/shadow/update", payload: Array(#"{"state":{"reported":\#(reported)}}"#.utf8),
            qualityOfService: 1, packetID: 60_000)
        try await client.send(RunningPlatform.bytes([.publish(publish)]))
    }

    func desired(_ thing: String) async throws -> JSONValue? {
        try await platform.http("GET", "/api/shadows/\(thing)")?.json["state"]?["desired"]
    }

    /// The page shows rows of these types, newest first, and no others.
    func showsTypes(_ types: [String]) async throws -> Bool {
        let list = JSONValue.array(types.map(JSONValue.string)).text
        return try await browser.sees(
            "JSON.stringify([...document.querySelectorAll('#rows .type')].map(e => e.textContent)) === JSON.stringify(\(list))"
        )
    }

    static func event(_ type: String, subtype: String = "s", asset: String = "press-1", payload: String = "{}")
        -> String
    {
        let members: JSONValue = [
            "eventType": .string(type), "eventSubtype": .string(subtype), "assetId": .string(asset),
        ]
        return members.text.dropLast() + ",\"payload\":\(payload)}"
    }
}
