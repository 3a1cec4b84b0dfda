import TestServers
import Testing

@testable import IoTTransport

@Suite struct ChunkTests {
    @Test func keepsTheBytesOfEveryEvent() throws {
        var builder = ChunkBuilder(topic: "t", targetBytes: 10_000)
        #expect(builder.finish() == nil)
        var expected: [[UInt8]] = []
        while !builder.isFull {
            let bytes = Events.bytes("a", expected.count, size: expected.count % 97)
            builder.append(size: bytes.count, type: UInt16(expected.count)) { $0.copyBytes(from: bytes) }
            expected.append(bytes)
        }
        let finished = builder.finish()
        let chunk = try #require(finished)
        #expect(Events.all(chunk) == expected)
        #expect(chunk.byteCount == expected.reduce(0) { $0 + $1.count })
        #expect((0..<chunk.count).map { chunk.type(at: $0) } == (0..<chunk.count).map { UInt16($0) })
        #expect(builder.count == 0 && builder.finish() == nil)
    }

    @Test func isReusableAndItsChunksStay() throws {
        var builder = ChunkBuilder(topic: "t")
        var chunks: [EventChunk] = []
        for round in 0..<5 {
            for number in 0..<(round * 40 + 1) {
                let bytes = Events.bytes("r\(round)", number, size: 300)
                builder.append(size: bytes.count, type: 0) { $0.copyBytes(from: bytes) }
            }
            let finished = builder.finish()
            chunks.append(try #require(finished))
        }
        for (round, chunk) in chunks.enumerated() {
            #expect(Events.all(chunk) == (0..<(round * 40 + 1)).map { Events.bytes("r\(round)", $0, size: 300) })
        }
    }

    @Test func aCopyIsABuilderOfItsOwn() {
        var one = ChunkBuilder(topic: "t")
        one.append(size: 1, type: 0) { $0[0] = 1 }
        var other = one
        other.append(size: 1, type: 0) { $0[0] = 2 }
        one.append(size: 1, type: 0) { $0[0] = 3 }
        let chunks = [one.finish(), other.finish()]
        #expect(chunks.map { $0.map(Events.all) } == [[[1], [3]], [[1], [2]]])
    }

    @Test func anEmptyEventIsAnEvent() throws {
        var builder = ChunkBuilder(topic: "t")
        builder.append(size: 0, type: 7) { #expect($0.count == 0) }
        let finished = builder.finish()
        let chunk = try #require(finished)
        #expect(Events.all(chunk) == [[]])
    }

    @Test func comesBackFromItsStoredForm() throws {
        let chunk = try #require(Events.chunk("a", 0..<50, size: 20, type: 513))
        let packed = chunk.packedEntries()
        let back = chunk.withBytes { bytes in
            packed.withUnsafeBytes { EventChunk(topic: chunk.topic, packed: $0, bytes: bytes) }
        }
        #expect(back.map(Events.all) == Events.all(chunk))
        #expect(back?.type(at: 49) == 513)
    }

    /// Whatever a damaged page holds, it is refused or read within its bounds.
    @Test(arguments: 0..<200 as Range<UInt64>) func damageIsRefused(seed: UInt64) throws {
        var random = Seeded(seed)
        let chunk = try #require(Events.chunk("a", 0..<9))
        var packed = chunk.packedEntries()
        var data = chunk.withBytes { Array($0) }
        switch seed % 3 {
        case 0: packed[Int.random(in: 0..<packed.count, using: &random)] ^= 0x80
        case 1: packed.removeLast(Int.random(in: 1...8, using: &random))
        default: data.removeLast(Int.random(in: 1..<data.count, using: &random))
        }
        let back = data.withUnsafeBytes { bytes in
            packed.withUnsafeBytes { EventChunk(topic: "t", packed: $0, bytes: bytes) }
        }
        if let back { #expect(Events.all(back).reduce(0) { $0 + $1.count } == data.count) }
        if seed % 3 != 0 { #expect(back == nil) }
    }
}
