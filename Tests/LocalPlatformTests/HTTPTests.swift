import Foundation
import TestServers
import Testing
import WebParts

@testable import LocalPlatform

@Suite struct HTTPTests {
    @Test func `The page and its files are there, and allow themselves only`() async throws {
        try await RunningPlatform.with { platform in
            let page = try #require(try await platform.http("GET", "/"))
            #expect(page.status == 200)
            #expect(page.head.lowercased().contains("content-type: text/html; charset=utf-8"))
            #expect(page.json.string?.lowercased().contains("<!doctype html>") == true)
            for file in PageFile.platform {
                let answer = try #require(try await platform.http("GET", file.path))
                let head = answer.head.lowercased()
                #expect(answer.status == 200)
                #expect(head.contains("content-type: \(file.type)"))
                #expect(head.contains("content-security-policy: default-src 'none'; script-src 'self'"))
                #expect(!head.contains("unsafe"))
                let text = answer.json.string ?? ""
                for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https://"] {
                    #expect(!text.contains(way), "\(way) in \(file.path)")
                }
            }
        }
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/curl"), "curl is not installed"))
    func `The command of the README changes a shadow`() async throws {
        let readme = try String(contentsOfFile: Self.readme, encoding: .utf8)
        let start = try #require(readme.range(of: "$ curl -X POST"))
        let end = try #require(readme.range(of: "\n```", range: start.upperBound..<readme.endIndex))
        let command = "curl -sS -X POST" + readme[start.upperBound..<end.lowerBound]
        try await RunningPlatform.with { platform in
            let address = "http://127.0.0.1:\(platform.addresses.httpPort)/"
            let script = command.replacingOccurrences(of: "http://127.0.0.1:8781/", with: address)
            let result = try await Program.run("/bin/sh", ["-c", script])
            #expect(result.status == 0, "\(result.output)")
            let document = try await platform.http("GET", "/api/shadows/press-1")?.json
            #expect(
                document?["state"]?["desired"] == [
                    "event_publishing_enabled": true, "event_type_blacklist": ["reference-client-test"],
                ])
        }
    }

    private static let readme = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Sources/LocalPlatform/README.md").path

    @Test func `The state document has its parts`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("press", subscriptions: ["a/#", "b"])
            try await client.send(RunningPlatform.bytes([RunningPlatform.event("u1")]))
            #expect(try await client.reads { $0.bytes.suffix(4) == [0x40, 2, 0, 1] })
            #expect(
                platform.platform.summary()
                    == LocalPlatformSummary(events: 1, duplicates: 0, rejected: 0, assets: 0))
            let state = try await platform.state()
            #expect(state["stage"] == "dev")
            #expect(state["limits"] == "aws")
            #expect(state["mqttPort"] == .integer(platform.addresses.mqttPort))
            #expect(state["tlsPort"] == .integer(platform.addresses.tlsPort))
            #expect(state["startedAt"]?.string?.hasSuffix("Z") == true)
            let size = #"{"eventType":"ODA","senderEventUuid":"u1","payload":{}}"#.utf8.count
            #expect(
                state["counts"] == [
                    "events": 1, "bytes": .integer(size), "rejected": 0, "duplicates": 0, "unknownRule": 0,
                    "throttled": 0,
                ])
            #expect(state["rates"]?["eventsPerSecond"]?.double ?? 0 > 0)
            #expect(state["byType"] == [["eventType": "ODA", "count": 1]])
            let shown = state["clients"]?.array?.first
            #expect(shown?["id"] == "press")
            #expect(shown?["tls"] == false)
            #expect(shown?["keepAlive"] == 60)
            #expect(shown?["subscriptions"] == ["a/#", "b"])
            #expect(shown?["published"] == 1)
            #expect(shown?["inFlight"] == 0)
            #expect(state["faults"] == Faults().json)
        }
    }

    @Test func `Events are listed newest first and filtered`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("press")
            let packets = (1...6).map {
                RunningPlatform.event("u\($0)", type: $0 % 2 == 0 ? "even" : "odd type", packetID: $0)
            }
            try await client.send(RunningPlatform.bytes(packets))
            #expect(try await client.reads { $0.bytes.suffix(4) == [0x40, 2, 0, 6] })
            #expect(try await sequences(platform, "") == [6, 5, 4, 3, 2, 1])
            #expect(try await sequences(platform, "?limit=2") == [6, 5])
            #expect(try await sequences(platform, "?eventType=odd%20type&limit=2&before=5") == [3, 1])
            #expect(try await sequences(platform, "?eventType=&assetId=none") == [])
            let event = try await platform.http("GET", "/api/events/2")
            #expect(event?.json["event"] == ["eventType": "even", "senderEventUuid": "u2", "payload": [:]])
            #expect(event?.json["uuid"] == "u2")
            #expect(event?.json["duplicate"] == false)
            #expect(event?.json["client"] == "press")
            #expect(try await platform.http("GET", "/api/events/7")?.status == 404)
            #expect(try await platform.http("GET", "/api/events/x")?.status == 404)
        }
    }

    @Test func `An event that is no JSON is shown as base64`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("press")
            let topic = "$aws/rules/iot_data_platform_telemetry_dev"
            let publish = MQTTPublish(topic: topic, payload: [0xff, 0x00], qualityOfService: 1, packetID: 1)
            try await client.send(RunningPlatform.bytes([.publish(publish)]))
            #expect(try await client.reads { $0.bytes.suffix(4) == [0x40, 2, 0, 1] })
            #expect(try await platform.http("GET", "/api/events/1")?.json["event"] == ["raw": "/wA="])
        }
    }

    @Test func `The stream has state, events and shadows`() async throws {
        try await RunningPlatform.with { platform in
            let stream = try RawConnection(port: platform.addresses.httpPort)
            let host = "127.0.0.1:\(platform.addresses.httpPort)"
            try await stream.send("GET /api/stream HTTP/1.1\r\nHost: \(host)\r\n\r\n")
            #expect(try await stream.reads { $0.text.contains("event: state\ndata: {\"assets\":[]") })
            #expect(stream.text.lowercased().contains("content-type: text/event-stream"))
            let client = try await platform.client("press")
            try await client.send(RunningPlatform.bytes([RunningPlatform.event("u1")]))
            #expect(try await stream.reads { $0.text.contains("event: event\ndata: {") })
            #expect(stream.text.contains("\"uuid\":\"u1\""))
            #expect(try await stream.reads { $0.text.contains("\"events\":1") })
            _ = try await platform.http("POST", "/api/shadows/press", #"{"state":{"desired":{"a":1}}}"#)
            #expect(try await stream.reads { $0.text.contains("event: shadow\ndata: {\"document\":{\"metadata\"") })
            #expect(stream.text.contains("\"name\":null,\"thing\":\"press\"}"))
            #expect(!stream.hasEnded)
            await platform.platform.stop()
            #expect(try await stream.ends())
        }
    }

    @Test func `A reader that is too slow loses the oldest messages`() async throws {
        let streams = EventStreams()
        let reader = streams.reader(first: "0")
        for number in 1...1000 { streams.send("\(number)") }
        streams.end()
        var messages: [String] = []
        for await message in reader { messages.append(message) }
        #expect(messages.count == EventStreams.maximumWaiting)
        #expect(messages.last == "1000")
        #expect(!streams.hasReaders)
    }

    @Test func `A shadow is changed as by MQTT, and subscribers hear of it`() async throws {
        try await RunningPlatform.with { platform in
            let press = try await platform.client("press", subscriptions: ["$aws/things/press/shadow/update/+"])
            let update = #"{"state":{"desired":{"on":false}},"clientToken":"t"}"#
            let answer = try await platform.http("POST", "/api/shadows/press", update)
            #expect(answer?.status == 200)
            #expect(answer?.json["version"] == 1)
            #expect(answer?.json["clientToken"] == "t")
            for topic in ["update/accepted", "update/delta", "update/documents"] {
                #expect(try await press.reads { $0.text.contains("$aws/things/press/shadow/\(topic)") })
            }
            _ = try await platform.http("POST", "/api/shadows/press/with-name", update)
            let list = try await platform.http("GET", "/api/shadows")?.json
            #expect(
                list == [
                    ["thing": "press", "name": .null, "version": 1],
                    ["thing": "press", "name": "with-name", "version": 1],
                ])
            let document = try await platform.http("GET", "/api/shadows/press")?.json
            #expect(document?["state"]?["delta"] == ["on": false])
            #expect(try await platform.http("GET", "/api/shadows/other")?.status == 404)
            #expect(try await platform.http("GET", "/api/shadows/other")?.json["code"] == 404)
            #expect(try await platform.http("POST", "/api/shadows/press", #"{"state":{"x":1}}"#)?.status == 400)
            #expect(try await platform.http("POST", "/api/shadows/press", #"{"state":{},"version":9}"#)?.status == 409)
            #expect(try await platform.http("DELETE", "/api/shadows/press")?.json["version"] == 1)
            #expect(try await platform.http("GET", "/api/shadows/press")?.status == 404)
            _ = try await platform.http("POST", "/api/faults", #"{"shadowService":"off"}"#)
            #expect(try await platform.http("POST", "/api/shadows/press", update)?.status == 503)
        }
    }

    @Test func `Faults are set, shown and reset, connections cut`() async throws {
        try await RunningPlatform.with { platform in
            let client = try await platform.client("a")
            let set = try await platform.http("POST", "/api/faults", #"{"losePubacks":{"next":2},"throttle":true}"#)
            #expect(set?.status == 200)
            #expect(try await platform.http("GET", "/api/faults")?.json["losePubacks"] == ["next": 2])
            let wrong = try await platform.http("POST", "/api/faults", #"{"losePubacks":7}"#)
            #expect(wrong?.status == 400)
            #expect(wrong?.json["error"]?.string?.contains("losePubacks") == true)
            #expect(try await platform.http("POST", "/api/faults", "{")?.status == 400)
            #expect(try await platform.http("POST", "/api/reset")?.json == Faults().json)
            #expect(try await platform.http("POST", "/api/cut", #"{"client":"b"}"#)?.json == ["cut": 0])
            #expect(try await platform.http("POST", "/api/cut", #"{"client":7}"#)?.status == 400)
            #expect(try await platform.http("POST", "/api/cut")?.json == ["cut": 1])
            #expect(try await client.ends())
        }
    }

    @Test func `Pages of others are kept away`() async throws {
        try await RunningPlatform.with { platform in
            let port = platform.addresses.httpPort
            for host in ["localhost:\(port)", "127.0.0.1", "[::1]:\(port)"] {
                let status = try await platform.http("GET", "/api/state", host: host)?.status
                #expect(status == 200)
            }
            for host in ["evil.example", "127.0.0.1.evil.example:\(port)", "10.0.0.1"] {
                let status = try await platform.http("GET", "/api/state", host: host)?.status
                #expect(status == 403)
            }
            let foreign = ["Origin: http://evil.example"]
            let cut = try await platform.http("POST", "/api/cut", headers: foreign)?.status
            #expect(cut == 403)
            let deleted = try await platform.http("DELETE", "/api/shadows/x", headers: foreign)?.status
            #expect(deleted == 403)
            let withoutOrigin = try await platform.http("POST", "/api/cut", headers: ["Origin: null"])?.status
            #expect(withoutOrigin == 403)
            let own = ["Origin: http://127.0.0.1:\(port)"]
            let byOurselves = try await platform.http("POST", "/api/cut", headers: own)?.status
            #expect(byOurselves == 200)
        }
    }

    private func sequences(_ platform: RunningPlatform, _ query: String) async throws -> [Int] {
        try await platform.http("GET", "/api/events" + query)?.json.array?.compactMap { $0["seq"]?.integer } ?? []
    }
}
