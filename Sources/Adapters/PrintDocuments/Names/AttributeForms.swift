/// How the attributes of elements were written when they came last: elements of one name mostly have the same attributes in
/// the same order, and then no name is looked up and no key compared with the others.
///
/// Belongs to one parser, as ``KeyTable`` does.
struct AttributeForms: ~Copyable {
    /// An attribute of a form: what the table of keys says of its name.
    struct Attribute: BitwiseCopyable {
        let name: Name
        let keyHash: UInt64
        let key: Int32
        /// Bytes of `,"key":"`, which lie in ``text``.
        let length: Int32
        let role: AttributeRole
        let text: SIMD32<UInt8>
    }
    /// A place for one form.
    private struct Slot: BitwiseCopyable {
        /// Of the form, or 0 when there is none.
        var count = 0
        /// How often in succession other attributes came than the form's.
        var misses = 0
        var hasTimes = false
    }

    private let slots: UnsafeMutablePointer<Slot>
    private let attributes: UnsafeMutablePointer<Attribute>

    /// Attributes of the longest form.
    private static let longest = 16
    /// Bytes of the longest `,"key":"`.
    private static let longestKey = 32
    /// Forms that are kept; elements share the places by their keys.
    private static let slotCount = 64
    /// A form gives way to another after as many misses, so that two that alternate do not chase each other.
    private static let patience = 2

    init() {
        slots = .allocate(capacity: Self.slotCount)
        slots.initialize(repeating: Slot(), count: Self.slotCount)
        attributes = .allocate(capacity: Self.slotCount * Self.longest)
    }

    deinit {
        slots.deallocate()
        attributes.deallocate()
    }

    /// A form that fits.
    struct Match {
        let first: UnsafePointer<Attribute>
        /// Bytes of all values.
        let length: Int
        /// Whether one of the attributes gives a time.
        let hasTimes: Bool
    }

    /// The form of these attributes, at least one, of an element with this key, if it is known.
    @inline(__always)
    func match(_ elementKey: Int32, _ found: Attributes) -> Match? {
        let slot = slots + Self.place(elementKey)
        guard slot.pointee.count == found.count, let base = found.base else { return nil }
        let first = attributes + Self.place(elementKey) &* Self.longest
        var length = 0
        var index = 0
        while index < found.count {
            let at = base + 5 &* index
            guard let local = at[0], Name(local: local, prefix: at[1], uri: at[2]) == (first + index).pointee.name,
                let start = at[3], let end = at[4]
            else { return nil }
            length &+= end - start
            index &+= 1
        }
        slot.pointee.misses = 0
        return Match(first: first, length: length, hasTimes: slot.pointee.hasTimes)
    }

    /// Takes the attributes of an element with this key for its form, when others have come often enough. All of them must
    /// have been written.
    mutating func note(_ elementKey: Int32, _ found: Attributes, _ keys: inout KeyTable) {
        let slot = slots + Self.place(elementKey)
        guard found.count > 0, found.count <= Self.longest else { return }
        slot.pointee.misses += 1
        guard slot.pointee.count == 0 || slot.pointee.misses >= Self.patience else { return }
        slot.pointee = Slot()
        let first = attributes + Self.place(elementKey) * Self.longest
        for index in 0..<found.count {
            let name = found.name(index)
            let entry = keys.entry(of: name)
            let key = keys.bytes(of: entry)
            guard key.count + 2 <= Self.longestKey else { return }
            var text = SIMD32<UInt8>()
            text[0] = UInt8(ascii: ",")
            for (place, byte) in key.enumerated() { text[place + 1] = byte }
            text[key.count + 1] = UInt8(ascii: "\"")
            (first + index).initialize(
                to: Attribute(
                    name: name, keyHash: entry.keyHash, key: entry.key, length: Int32(key.count + 2),
                    role: entry.role, text: text))
            if entry.role == .time || entry.role == .timeStamp { slot.pointee.hasTimes = true }
        }
        slot.pointee.count = found.count
    }

    @inline(__always)
    private static func place(_ key: Int32) -> Int { Int(key) & (slotCount - 1) }
}
