@testable import IoTTransport

/// Events whose bytes name them.
enum Events {
    static let topic = "$aws/rules/iot_data_platform_telemetry_dev"

    /// `source number`, filled with dots to `size` bytes.
    static func bytes(_ source: String, _ number: Int, size: Int = 0) -> [UInt8] {
        var bytes = Array("\(source) \(number)".utf8)
        if bytes.count < size { bytes += [UInt8](repeating: UInt8(ascii: "."), count: size - bytes.count) }
        return bytes
    }

    static func chunk(
        _ source: String, _ numbers: Range<Int>, size: Int = 0, type: UInt16 = 0, topic: String = topic,
        eventClass: EventClass = .ordinary
    ) -> EventChunk? {
        var builder = ChunkBuilder(topic: topic, eventClass: eventClass)
        for number in numbers {
            let bytes = bytes(source, number, size: size)
            builder.append(size: bytes.count, type: type) { $0.copyBytes(from: bytes) }
        }
        return builder.finish()
    }

    static func append(
        _ source: String, _ numbers: Range<Int>, size: Int = 0, eventClass: EventClass = .ordinary
    ) -> SpoolAppend {
        var counts = SpoolCounts()
        counts.mapped = numbers.count
        return SpoolAppend(
            source: source, checkpoint: Array("\(numbers.upperBound)".utf8),
            chunks: chunk(source, numbers, size: size, eventClass: eventClass).map { [$0] } ?? [], counts: counts)
    }

    static func all(_ chunk: EventChunk) -> [[UInt8]] {
        (0..<chunk.count).map { chunk.withEvent(at: $0) { Array($0) } }
    }
}
