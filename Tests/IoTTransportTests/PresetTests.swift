import Testing

@testable import IoTTransport

/// The limits of AWS IoT Core for a connection, counted over every sliding second of a minute. Time is virtual, and PUBACKs
/// take 50 ms.
@Suite struct PresetTests {
    private struct Sent {
        let at: Nanoseconds
        let bytes: Int
    }

    /// What goes out within so many seconds, events of so many bytes.
    private func sent(_ settings: DeliverySettings, size: Int, seconds: Int64 = 60) throws -> [Sent] {
        var window = DeliveryWindow(settings)
        var sent: [Sent] = []
        var flights: [(message: Int32, due: Nanoseconds)] = []
        var now: Nanoseconds = 1
        var message: Int32 = 0
        var chunk: Int64 = 0
        let end = seconds * MonotonicTime.second
        while now < end {
            while window.wantsChunks {
                chunk += 1
                let events = try #require(Events.chunk("a", 0..<10, size: size))
                window.add(StoredChunk(id: chunk, chunk: events, storedFirst: 0, first: 0))
            }
            while let outgoing = window.next(now: now) {
                message += 1
                window.published(outgoing, message: message, now: now)
                // A PUBLISH packet: topic, message id, body, and its fixed header.
                sent.append(Sent(at: now, bytes: outgoing.chunk.size(at: outgoing.index) + Events.topic.utf8.count + 8))
                flights.append((message, now + 50 * MonotonicTime.millisecond))
            }
            now = min(flights.first?.due ?? .max, window.heldUntil ?? .max)
            while let flight = flights.first, flight.due <= now {
                flights.removeFirst()
                let isKnown = window.acknowledged(flight.message)
                #expect(isKnown)
            }
            _ = window.takeCompleted()
        }
        return sent
    }

    @Test(arguments: [700, 4_000, 30_000, 120_000]) func `no sliding second has more than the platform bears`(size: Int)
        throws
    {
        let sent = try sent(.aws, size: size)
        var (first, bytes) = (0, 0)
        for (index, one) in sent.enumerated() {
            bytes += one.bytes
            while sent[first].at <= one.at - MonotonicTime.second {
                bytes -= sent[first].bytes
                first += 1
            }
            #expect(index - first + 1 <= 100)
            #expect(bytes <= 512 * 1024)
        }
    }

    @Test func `and at least 85 events a second go out`() throws {
        #expect(try sent(.aws, size: 700).count >= 85 * 60)
    }

    /// Else the test above would hold for a window that sends little.
    @Test func `without limits there are more`() throws {
        #expect(try sent(.unlimited, size: 700, seconds: 2).count > 2_000)
    }
}
