/// Writes one JSON value as UTF-8, without a tree: what an adapter's payload is made with.
///
///     writer.object { writer in
///         writer.field("jobid", "4711")
///         writer.key("parts")
///         writer.array { $0.string("cover"); $0.string("body") }
///     }
///
/// Commas are the writer's business. That keys are distinct, and that a payload is exactly one value, is the caller's.
public struct PayloadWriter: Sendable {
    /// The bytes written so far.
    public private(set) var bytes: [UInt8]
    private var needsComma = false

    /// A writer that appends to `bytes`, which may hold anything.
    public init(appendingTo bytes: consuming [UInt8] = []) {
        self.bytes = bytes
    }

    /// Writes `{ … }`; `body` writes the members.
    public mutating func object<Failure: Error>(
        _ body: (inout PayloadWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "{"))
        try body(&self)
        close(UInt8(ascii: "}"))
    }

    /// Writes `[ … ]`; `body` writes the elements.
    public mutating func array<Failure: Error>(
        _ body: (inout PayloadWriter) throws(Failure) -> Void
    ) throws(Failure) {
        open(UInt8(ascii: "["))
        try body(&self)
        close(UInt8(ascii: "]"))
    }

    /// Writes a member's key; its value must follow.
    public mutating func key(_ key: String) {
        string(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a member with a string value.
    public mutating func field(_ key: String, _ value: String) {
        self.key(key)
        string(value)
    }

    /// Writes a member with a whole number.
    public mutating func field(_ key: String, _ value: Int) {
        self.key(key)
        integer(value)
    }

    /// Writes a string value.
    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { string(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Writes a string value from UTF-8 bytes, which must be valid.
    public mutating func string(utf8: UnsafeRawBufferPointer) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        appendEscaped(utf8)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole number.
    public mutating func integer(_ value: Int) {
        literal(String(value))
    }

    /// Writes a number, whole ones below 2^53 without a fraction. JSON has no infinity and no NaN: those write 0.
    public mutating func number(_ value: Double) {
        if !value.isFinite {
            literal("0")
        } else if value == value.rounded(.towardZero) && value.magnitude < 9_007_199_254_740_992 {
            literal(String(Int(value)))
        } else {
            literal(String(value))
        }
    }

    /// Writes `true` or `false`.
    public mutating func boolean(_ value: Bool) {
        literal(value ? "true" : "false")
    }

    /// Writes JSON text as it stands: a number in its source's own digits, say. It must be valid.
    public mutating func literal(_ json: String) {
        separate()
        bytes.append(contentsOf: json.utf8)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func appendEscaped(_ utf8: UnsafeRawBufferPointer) {
        guard let source = utf8.baseAddress else { return }
        var from = 0
        while from < utf8.count {
            let count = min(Self.slice, utf8.count - from)
            let start = source + from
            withUnsafeTemporaryAllocation(byteCount: count * JSONText.worstExpansion + 8, alignment: 8) { scratch in
                guard let target = scratch.baseAddress else { return }
                let written = JSONText.escape(start, count: count, to: target)
                bytes.append(contentsOf: UnsafeRawBufferPointer(start: target, count: written))
            }
            from += count
        }
    }

    /// Source bytes escaped at a time, so that the scratch memory stays on the stack.
    private static let slice = 128
}
