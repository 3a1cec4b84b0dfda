import AdapterAPI

/// Growable memory for bytes that are written once and read as a piece. An owner, not a value: no copy-on-write checks on
/// the path of a record.
struct RawBuffer: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 4096) {
        base = .allocate(byteCount: capacity, alignment: 16)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Makes room for `more` bytes beyond `count`.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutableRawPointer.allocate(byteCount: larger, alignment: 16)
        moved.copyMemory(from: base, byteCount: count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    /// Where the next byte goes; only as far as reserved.
    @inline(__always)
    var end: UnsafeMutableRawPointer { base + count }

    /// Counts bytes that were written at ``end``.
    @inline(__always)
    mutating func advance(_ written: Int) { count += written }

    /// Counts bytes that were written from ``end`` on up to here.
    @inline(__always)
    mutating func advance(to end: UnsafeMutableRawPointer) { count = end - base }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        end.storeBytes(of: byte, as: UInt8.self)
        count += 1
    }

    @inline(__always)
    mutating func append(_ a: UInt8, _ b: UInt8) {
        reserve(2)
        end.storeBytes(of: a, as: UInt8.self)
        (end + 1).storeBytes(of: b, as: UInt8.self)
        count += 2
    }

    @inline(__always)
    mutating func append(_ source: UnsafeRawPointer, _ length: Int) {
        reserve(length)
        end.copyMemory(from: source, byteCount: length)
        count += length
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if let start = bytes.baseAddress { append(start, bytes.count) }
    }

    /// Appends a key, which has 32 bytes of memory behind its start.
    @inline(__always)
    mutating func appendKey(_ key: UnsafeRawBufferPointer) {
        reserve(key.count + 32)
        count = Self.copy(key, to: end) - base
    }

    /// Copies a key and returns its end. Keys are nearly always short: two stores of sixteen bytes where a copy of
    /// unknown length would be a call.
    @inline(__always)
    static func copy(_ key: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer)
        -> UnsafeMutableRawPointer
    {
        guard let source = key.baseAddress else { return target }
        if key.count > 32 {
            target.copyMemory(from: source, byteCount: key.count)
        } else {
            let first = source.loadUnaligned(as: SIMD16<UInt8>.self)
            let second = source.loadUnaligned(fromByteOffset: 16, as: SIMD16<UInt8>.self)
            target.storeBytes(of: first, as: SIMD16<UInt8>.self)
            target.storeBytes(of: second, toByteOffset: 16, as: SIMD16<UInt8>.self)
        }
        return target + key.count
    }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawPointer(text.utf8Start), text.utf8CodeUnitCount)
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends `"key":"value"`, with a comma before it if need be: one look at the room for all of it.
    @inline(__always)
    mutating func appendMember(
        comma: Bool, _ key: UnsafeRawBufferPointer, _ value: UnsafeRawPointer, _ length: Int
    ) {
        guard length <= 4096 else {
            if comma { append(UInt8(ascii: ",")) }
            appendKey(key)
            append(UInt8(ascii: "\""))
            appendEscaped(value, length)
            append(UInt8(ascii: "\""))
            return
        }
        let worst = length * JSONText.worstExpansion
        reserve(worst + key.count + 48)
        // A cursor of its own: every store through memory would have `count` loaded again.
        var at = end
        if comma {
            at.storeBytes(of: UInt8(ascii: ","), as: UInt8.self)
            at += 1
        }
        at = Self.copy(key, to: at)
        at.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        at += 1 + JSONText.escape(value, count: length, to: at + 1)
        at.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
        count = at + 1 - base
    }

    /// Appends a JSON string's inside.
    @inline(__always)
    mutating func appendEscaped(_ source: UnsafeRawPointer, _ length: Int) {
        var from = 0
        repeat {
            // In slices, so that a long text does not ask for six times its length at once.
            let slice = min(length - from, 4096)
            reserve(slice * JSONText.worstExpansion + 8)
            count += JSONText.escape(source + from, count: slice, to: end)
            from += slice
        } while from < length
    }

    /// Forgets everything from `length` on.
    @inline(__always)
    mutating func truncate(to length: Int) { count = length }
}
