/// A moment with the text that goes out for it: RFC 3339 with an offset. A source's own valid text is kept verbatim.
public struct Timestamp: Sendable, BitwiseCopyable {
    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public let secondsSince1970: Int64
    /// 0…999,999,999.
    public let nanoseconds: Int32
    @usableFromInline let length: UInt8
    /// The text's bytes. Whole words, since a moment is copied for each record, and bytes would be copied in pieces.
    @usableFromInline let words: InlineArray<5, UInt64>

    /// Bytes of the longest text that is kept verbatim; a longer one is cut to milliseconds.
    public static let longestText = 40

    /// A moment, written in a zone with milliseconds and an offset: `2026-03-29T01:30:00.000+01:00`.
    public init(secondsSince1970 seconds: Int64, nanoseconds: Int32 = 0, zone: ZoneRules = .utc) {
        self.init(
            secondsSince1970: seconds, nanoseconds: nanoseconds,
            offset: zone.offset(atSecondsSince1970: seconds))
    }

    /// A moment, written with an offset in seconds east of Greenwich (whole minutes).
    public init(secondsSince1970 seconds: Int64, nanoseconds: Int32, offset: Int) {
        var words = InlineArray<5, UInt64>(repeating: 0)
        let length = withUnsafeMutableBytes(of: &words) { text in
            TimestampFormat.write(seconds: seconds, nanoseconds: nanoseconds, offset: offset) { text[$0] = $1 }
        }
        self.init(seconds, nanoseconds, words, length)
    }

    private init(_ seconds: Int64, _ nanoseconds: Int32, _ words: InlineArray<5, UInt64>, _ length: Int) {
        secondsSince1970 = seconds
        self.nanoseconds = nanoseconds
        self.words = words
        self.length = UInt8(length)
    }

    /// Reads `YYYY-MM-DDThh:mm[:ss[.f…]][Z|±hh[:mm]]`; nil for anything else. Without an offset the time is local to
    /// `zone`. What is a valid RFC 3339 date-time already keeps its text, all else is rewritten with milliseconds.
    public init?(_ utf8: UnsafeRawBufferPointer, zone: ZoneRules) {
        guard let parsed = TimestampParser.parse(utf8, zone: zone) else { return nil }
        guard parsed.isRFC3339, utf8.count <= Timestamp.longestText else {
            self.init(secondsSince1970: parsed.seconds, nanoseconds: parsed.nanoseconds, offset: parsed.offset)
            return
        }
        var words = InlineArray<5, UInt64>(repeating: 0)
        withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: utf8) }
        self.init(parsed.seconds, parsed.nanoseconds, words, utf8.count)
    }

    /// The same from a string.
    public init?(_ text: String, zone: ZoneRules) {
        var text = text
        guard let value = text.withUTF8({ Timestamp(UnsafeRawBufferPointer($0), zone: zone) }) else { return nil }
        self = value
    }

    /// The text's length in bytes.
    @inlinable public var textLength: Int { Int(length) }

    /// Copies the text to `target`, which must have room for ``textLength`` bytes, and returns their number.
    @inlinable
    public func write(to target: UnsafeMutableRawPointer) -> Int {
        withUnsafeBytes(of: words) { text in
            guard let base = text.baseAddress else { return }
            if length >= 16 && length <= 32 {
                // The usual lengths, without a call: two pieces that overlap.
                let last = Int(length) &- 16
                target.storeBytes(of: base.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
                target.storeBytes(
                    of: base.loadUnaligned(fromByteOffset: last, as: SIMD16<UInt8>.self), toByteOffset: last,
                    as: SIMD16<UInt8>.self)
            } else {
                target.copyMemory(from: base, byteCount: Int(length))
            }
        }
        return Int(length)
    }

    /// The text as a string.
    public var text: String {
        String(unsafeUninitializedCapacity: Int(length)) { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            return write(to: UnsafeMutableRawPointer(base))
        }
    }
}
