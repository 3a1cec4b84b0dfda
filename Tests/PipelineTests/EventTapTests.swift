import AdapterAPI
import IoTTransport
import Logging
import TestServers
import Testing

@testable import Pipeline

/// Whoever watches sees events as they are queued, and never holds up anybody.
@Suite struct EventTapTests {
    private func chunk(_ events: Int, size: Int = 20, type: UInt16 = 0) -> EventChunk? {
        var builder = ChunkBuilder(topic: "t")
        for number in 0..<events {
            builder.append(size: size, type: type) { target in
                for index in target.indices { target[index] = UInt8(ascii: "0") + UInt8(number % 10) }
            }
        }
        return builder.finish()
    }

    private static let now = Timestamp(secondsSince1970: 1_000)
    private static func names(_ id: UInt16) -> (String, String) { id == 0 ? ("ODA", "JobEvent") : ("PDA", "Ink") }

    @Test func `a reader gets what it wants, in order, with its bytes`() async throws {
        let chunks = [try #require(chunk(2)), try #require(chunk(3, type: 1))]
        for (selection, expected) in [
            (TapSelection(), 5), (TapSelection(source: "other"), 0), (TapSelection(source: "a", type: "PDA"), 3),
            (TapSelection(type: "ODA.JobEvent"), 2), (TapSelection(type: "JobEvent"), 0),
        ] {
            let reader = TapReader(1, selection)
            reader.offer(chunks, of: "a", at: Self.now, Self.names)
            let portion = try #require(await reader.next(within: .milliseconds(1)))
            #expect(portion.events.count == expected && portion.lost == 0)
        }
        let reader = TapReader(1, TapSelection(type: "ODA"))
        reader.offer(chunks, of: "a", at: Self.now, Self.names)
        let events = try #require(await reader.next(within: .seconds(1))).events
        #expect(events.map { String(decoding: $0.bytes, as: UTF8.self) }.map(\.first) == ["0", "1"])
        #expect(events.map(\.sequence) == [1, 2] && events[0].source == "a" && events[0].subtype == "JobEvent")
    }

    @Test func `one that does not read loses what finds no room, counted, and goes on then`() async throws {
        let reader = TapReader(1, TapSelection())
        let chunk = try #require(self.chunk(200))
        for _ in 0..<5 { reader.offer([chunk], of: "a", at: Self.now, Self.names) }
        let portion = try #require(await reader.next(within: .seconds(1)))
        #expect(portion.events.count == TapReader.mostEvents && portion.lost == 1_000 - TapReader.mostEvents)
        reader.offer([chunk], of: "a", at: Self.now, Self.names)
        let next = try #require(await reader.next(within: .seconds(1)))
        #expect(next.events.count == 200 && next.lost == 0 && next.events.first?.sequence == 1_001)
        // Large ones are bounded by their bytes.
        let large = try #require(self.chunk(12, size: 120_000))
        reader.offer([large], of: "a", at: Self.now, Self.names)
        #expect(try #require(await reader.next(within: .seconds(1))).events.count == TapReader.mostBytes / 120_000)
    }

    @Test func `waiting ends with an event, with the time, with the tap and with the task`() async throws {
        let tap = EventTap()
        let reader = try #require(tap.open(TapSelection()))
        #expect(await reader.next(within: .milliseconds(5))?.isEmpty == true)
        let waiting = Task { await reader.next(within: .seconds(60)) }
        waiting.cancel()
        #expect(await waiting.value == nil)
        let other = Task { await reader.next(within: .seconds(60)) }
        tap.close(reader)
        #expect(await other.value == nil)
        let readers = (0..<EventTap.mostReaders).compactMap { _ in tap.open(TapSelection()) }
        #expect(readers.count == EventTap.mostReaders && tap.open(TapSelection()) == nil)
    }
}
