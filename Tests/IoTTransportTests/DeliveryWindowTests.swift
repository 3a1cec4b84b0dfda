import TestServers
import Testing

@testable import IoTTransport

@Suite struct DeliveryWindowTests {
    func stored(_ id: Int64, _ numbers: Range<Int>, first: Int = 0) throws -> StoredChunk {
        let chunk = try #require(Events.chunk("a", numbers))
        return StoredChunk(id: id, chunk: chunk, storedFirst: first, first: first)
    }

    func acknowledge(_ window: inout DeliveryWindow, _ message: Int32) -> Bool { window.acknowledged(message) }

    /// Publishes what is allowed; the events' bytes.
    func fill(_ window: inout DeliveryWindow, _ message: inout Int32, now: Nanoseconds = 0) -> [[UInt8]] {
        var sent: [[UInt8]] = []
        while let outgoing = window.next(now: now) {
            message += 1
            window.published(outgoing, message: message, now: now)
            sent.append(outgoing.chunk.withEvent(at: outgoing.index) { Array($0) })
        }
        return sent
    }

    @Test func keepsToTheWindowAndTheOrder() throws {
        var window = DeliveryWindow(DeliverySettings(window: 3))
        window.add(try stored(1, 0..<2))
        window.add(try stored(2, 2..<5))
        var message: Int32 = 0
        #expect(fill(&window, &message) == (0..<3).map { Events.bytes("a", $0) })
        #expect(window.inFlight == 3 && window.unsent == 2)
        #expect(!acknowledge(&window, 99))
        #expect(acknowledge(&window, 2))
        #expect(!acknowledge(&window, 2))
        #expect(window.takeCompleted().isEmpty)
        #expect(acknowledge(&window, 1))
        #expect(window.takeCompleted().map(\.id) == [1])
        #expect(window.takeCompleted().isEmpty)
        #expect(fill(&window, &message) == [3, 4].map { Events.bytes("a", $0) })
    }

    @Test func aNewSessionPublishesOnlyWhatIsNotAcknowledged() throws {
        var window = DeliveryWindow(DeliverySettings(window: 10))
        window.add(try stored(7, 0..<6, first: 1))
        var message: Int32 = 0
        #expect(fill(&window, &message).count == 5)
        for known: Int32 in [1, 2, 4] { #expect(acknowledge(&window, known)) }
        window.sessionEnded()
        #expect(window.prefixes == [7: ChunkPrefix(events: 3)])
        #expect(!acknowledge(&window, 3))
        #expect(fill(&window, &message) == [3, 5].map { Events.bytes("a", $0) })
        for known: Int32 in [6, 7] { #expect(acknowledge(&window, known)) }
        #expect(window.takeCompleted().map(\.id) == [7])
        #expect(window.prefixes.isEmpty && window.unsent == 0)
    }

    @Test func theWatchdogLooksAtTheOldest() throws {
        var window = DeliveryWindow(DeliverySettings(window: 2, acknowledgementTimeout: .seconds(30)))
        #expect(window.acknowledgementDue == nil)
        window.add(try stored(1, 0..<3))
        var message: Int32 = 0
        _ = fill(&window, &message, now: 5)
        #expect(acknowledge(&window, 1))
        _ = fill(&window, &message, now: 9)
        #expect(window.acknowledgementDue == 5 + 30 * MonotonicTime.second)
        #expect(acknowledge(&window, 2))
        #expect(window.acknowledgementDue == 9 + 30 * MonotonicTime.second)
    }

    @Test func theRateHoldsBack() throws {
        var window = DeliveryWindow(DeliverySettings(window: 100, rate: 10, rateBurst: 2))
        window.add(try stored(1, 0..<5))
        var message: Int32 = 0
        #expect(fill(&window, &message, now: 0).count == 2)
        let until = try #require(window.heldUntil)
        #expect(until == MonotonicTime.second / 10)
        #expect(fill(&window, &message, now: until).count == 1)
    }

    /// Sessions that end at any moment, PUBACKs lost and in any order: every event is acknowledged once, each chunk
    /// completes once, and the window is never exceeded.
    @Test(arguments: 1...60 as ClosedRange<UInt64>) func nothingIsLost(seed: UInt64) throws {
        var random = Seeded(seed)
        let limit = Int.random(in: 1...20, using: &random)
        var window = DeliveryWindow(DeliverySettings(window: limit))
        var open: [Int32: [UInt8]] = [:]
        var acknowledged: [[UInt8]: Int] = [:]
        var completed: [Int64] = []
        var message: Int32 = 0
        var added: Int64 = 0
        while completed.count < 30 {
            if added < 30, window.wantsChunks {
                added += 1
                let start = Int(added) * 100
                window.add(try stored(added, start..<start + Int.random(in: 1...25, using: &random)))
            }
            while let outgoing = window.next(now: 0) {
                message += 1
                window.published(outgoing, message: message, now: 0)
                let bytes = outgoing.chunk.withEvent(at: outgoing.index) { Array($0) }
                #expect(acknowledged[bytes] == nil)
                open[message] = bytes
            }
            #expect(window.inFlight <= limit && window.inFlight == open.count)
            if Int.random(in: 0..<20, using: &random) == 0 {
                window.sessionEnded()
                open = [:]
            }
            let keys = open.keys.sorted()
            for _ in 0..<Int.random(in: 0..<8, using: &random) {
                guard let known = keys.randomElement(using: &random), let bytes = open.removeValue(forKey: known) else {
                    continue
                }
                #expect(acknowledge(&window, known))
                acknowledged[bytes, default: 0] += 1
            }
            completed += window.takeCompleted().map(\.id)
        }
        #expect(Set(completed).count == 30)
        #expect(acknowledged.values.allSatisfy { $0 == 1 })
        #expect(window.unsent == 0 && window.inFlight == 0)
    }
}
