import AdapterAPI
import CZlib

/// What a gzip file holds (RFC 1952), unpacked as it is read: one member or several after one another, each with its
/// checksum. What was unpacked before a fault is given first.
package final class GzipSource: ByteSource {
    private let source: any ByteSource
    /// Bytes that may come out.
    private let limit: Int64
    /// zlib keeps a pointer to it, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutableRawBufferPointer
    /// Bytes of packed input taken from `source`.
    private var bytesIn: Int64 = 0
    private var bytesOut: Int64 = 0
    private var state = State.member

    private enum State {
        /// Inside a member.
        case member
        /// After a member: another one, padding, or the end follows.
        case between
        /// Nothing but zeros may follow.
        case padding
        case ended
        case failed(any Error)
    }

    private static let inputSize = 64 * 1024
    /// The largest window, and gzip's framing only.
    private static let windowBits: Int32 = 15 + 16

    /// `limit`: bytes that may come out (maxFileSize), so that a small file cannot fill the world.
    /// - Throws: `DocumentFault` without memory.
    package init(_ source: any ByteSource, limit: Int64) throws {
        self.source = source
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(byteCount: Self.inputSize, alignment: 16)
        let code = inflateInit2_(stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else { throw DocumentFault(reason: "gzip: cannot begin to unpack (zlib error \(code))") }
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        input.deallocate()
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if case .failed(let fault) = state { throw fault }
        var produced = 0
        do {
            while produced == 0 {
                if case .ended = state { break }
                if stream.pointee.avail_in == 0 { try refill() }
                switch state {
                case .member: produced = try inflate(into: buffer)
                case .between, .padding: try betweenMembers()
                case .ended, .failed: break
                }
            }
        } catch {
            state = .failed(error)
            throw error
        }
        return produced
    }

    /// Takes more packed bytes; at their end checks that this is no surprise.
    private func refill() throws {
        let got = try source.read(into: input)
        bytesIn += Int64(got)
        stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_in = UInt32(got)
        guard got == 0 else { return }
        if case .member = state {
            throw fault("the file ends in the middle of packed data: it was cut short; send it again")
        }
        state = .ended
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let room = min(buffer.count, 1 << 30)
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        let produced = room - Int(stream.pointee.avail_out)
        bytesOut += Int64(produced)
        guard bytesOut <= limit else {
            throw fault("unpacked it is larger than \(limit) bytes (maxFileSize, over HTTP maxBodySize)")
        }
        switch code {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: state = .between
        default:
            let words = stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(code)"
            let fault = fault("\(words): the file is damaged; send it again")
            guard produced > 0 else { throw fault }
            state = .failed(fault)
        }
        return produced
    }

    /// Another member begins as a file does; zeros are what tapes and some tools pad with.
    private func betweenMembers() throws {
        while stream.pointee.avail_in > 0, let next = stream.pointee.next_in?.pointee {
            if next == 0 {
                state = .padding
                stream.pointee.next_in += 1
                stream.pointee.avail_in -= 1
            } else if next == 0x1f, case .between = state {
                inflateReset(stream)
                state = .member
                return
            } else {
                throw fault("something else follows the packed data: remove it")
            }
        }
    }

    private func fault(_ reason: String) -> DocumentFault {
        let offset = bytesIn - Int64(stream.pointee.avail_in)
        return DocumentFault(reason: "gzip, byte \(offset): \(reason)")
    }
}
