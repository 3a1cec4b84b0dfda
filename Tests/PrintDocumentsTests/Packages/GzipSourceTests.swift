import AdapterAPI
import TestServers
import Testing

@testable import PrintDocuments

@Suite struct GzipSourceTests {
    private static let content: [UInt8] = {
        var random = Seeded(1)
        return (0..<200_000).map { $0 < 100_000 ? UInt8.random(in: 0...255, using: &random) : UInt8($0 % 7) }
    }()

    /// What comes out, and the fault that ended it.
    private static func unpack(
        _ bytes: [UInt8], limit: Int64 = 1 << 30, sizes: [Int] = [1 << 20], step: Int = 4096
    ) throws -> (content: [UInt8], fault: DocumentFault?) {
        let source = try GzipSource(PiecewiseSource(bytes, sizes: sizes), limit: limit)
        var content: [UInt8] = []
        do {
            try PackageParts.all(step, into: &content, source.read)
            return (content, nil)
        } catch let fault as DocumentFault {
            #expect(throws: fault) {
                try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 1) { _ = try source.read(into: $0) }
            }
            return (content, fault)
        }
    }

    @Test func `unpacks members after one another, however they arrive`() throws {
        let packed = try Gzip.packed(Self.content) + Gzip.packed([]) + Gzip.packed([1, 2, 3])
        for sizes in [[1], [2, 3], [1 << 20], [4095, 1]] {
            let read = try Self.unpack(packed, sizes: sizes, step: sizes[0] == 1 ? 1 : 5000)
            #expect(read.fault == nil)
            #expect(read.content == Self.content + [1, 2, 3])
        }
        #expect(try Self.unpack(packed + [0, 0, 0, 0]).fault == nil)
    }

    @Test func `cut short anywhere, says where`() throws {
        let packed = try Gzip.packed(Array("<JMF/>".utf8))
        for length in 0..<packed.count {
            let read = try Self.unpack(Array(packed[..<length]))
            let fault = try #require(read.fault)
            #expect(fault.reason.contains("byte \(length): the file ends in the middle of packed data"))
        }
        let long = try Gzip.packed(Self.content)
        let read = try Self.unpack(Array(long.dropLast(1000)))
        #expect(read.fault != nil)
        #expect(!read.content.isEmpty && Self.content.starts(with: read.content))
    }

    @Test func `finds every bit that flipped, after what was good`() throws {
        let packed = try Gzip.packed(Array(Self.content[100_000..<101_000]))
        // What changes nothing: time, extra flags and system in the header (RFC 1952 section 2.3.1).
        for index in packed.indices where !(4...9).contains(index) {
            for bit in 0..<8 {
                var flipped = packed
                flipped[index] ^= 1 << bit
                let read = try Self.unpack(flipped)
                #expect(read.fault != nil || read.content == Array(Self.content[100_000..<101_000]), "byte \(index)")
            }
        }
        var checksum = packed
        checksum[packed.count - 6] ^= 1
        let read = try Self.unpack(checksum)
        #expect(read.fault?.reason.contains("incorrect data check: the file is damaged") == true)
        #expect(read.content == Array(Self.content[100_000..<101_000]))
    }

    @Test func `refuses what follows`() throws {
        let packed = try Gzip.packed([1])
        for tail in [Array("x".utf8), [0, 1], [0x1f], [0x1f, 0x8b, 8]] {
            let read = try Self.unpack(packed + tail)
            #expect(read.content == [1])
            #expect(read.fault != nil, "\(tail)")
        }
    }

    @Test func `unpacks no more than its limit`() throws {
        let bomb = try Gzip.packed([UInt8](repeating: 0, count: 4 << 20))
        #expect(bomb.count < 8192)
        let read = try Self.unpack(bomb, limit: 1 << 20)
        #expect(read.fault?.reason.contains("larger than 1048576 bytes (maxFileSize") == true)
        #expect(read.content.count <= 1 << 20)
        #expect(try Self.unpack(bomb, limit: 4 << 20).fault == nil)
        #expect(try Self.unpack(bomb, limit: (4 << 20) - 1).fault != nil)
    }
}
