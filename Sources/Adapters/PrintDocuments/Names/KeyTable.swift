import AdapterAPI

/// Turns names into JSON keys, once a name: afterwards a look-up by the dictionary's pointers is one probe.
///
/// A table belongs to one parser, since its pointers do.
struct KeyTable: ~Copyable {
    /// A name's key and what the mapping needs to know of it. Plain bytes: one is copied for each attribute.
    struct Entry: BitwiseCopyable {
        /// Hash of the key, the same in every document.
        fileprivate(set) var keyHash: UInt64 = 0
        /// Equal for names that give the same key, such as `ID` and `Id`.
        var key: Int32 = 0
        /// `"key":` in the arena.
        fileprivate(set) var start: Int32 = 0
        fileprivate(set) var length: Int32 = 0
        /// Which family of messages an element of this name belongs to: an index into the table's families, or -1.
        fileprivate(set) var family: Int16 = -1
        /// What the name means as an attribute in no namespace.
        var role = AttributeRole.none
        /// What the name means as an element of CIP4's.
        var element = ElementRole.none
        /// Whether names of this namespace get no prefix: CIP4, PrintTalk or none.
        var isOwn = false
        /// Whether the namespace is CIP4's or none: only such elements have a meaning.
        var isCIP4 = false
        /// Personal data, as an element or as an attribute.
        var isPersonalElement = false
        var isPersonalAttribute = false
        var isDropped = false
    }

    /// A place of the hash table: the name's pointers, and its entry.
    struct Slot: BitwiseCopyable {
        var local: UnsafePointer<UInt8>?
        var prefix: UnsafePointer<UInt8>?
        var uri: UnsafePointer<UInt8>?
        var entry = Entry()
    }

    private var slots: UnsafeMutablePointer<Slot>
    private var capacity = 1024
    private var used = 0
    private var arena = RawBuffer()
    private var keys: [String: Int32] = [:]
    private var texts: [(start: Int32, length: Int32)] = []
    private var families: [MessageFamily] = []

    /// The key of element text.
    static let text: Int32 = 0
    /// The key under which a ProductionDataAcquisition holds its one Message.
    static let message: Int32 = 1

    init() {
        slots = .allocate(capacity: 1024)
        slots.initialize(repeating: Slot(), count: 1024)
        _ = intern("text")
        _ = intern("message")
    }

    deinit { slots.deallocate() }

    /// The entry of a name.
    @inline(__always)
    mutating func entry(of name: Name) -> Entry { place(of: name).pointee.entry }

    /// Where the entry of a name stands, until another name is looked up. For elements: of an entry that is copied, all is
    /// copied, whatever of it is needed.
    @inline(__always)
    mutating func place(of name: Name) -> UnsafePointer<Slot> {
        var index = hash(name)
        while true {
            let slot = slots + index
            if let local = slot.pointee.local,
                Name(local: local, prefix: slot.pointee.prefix, uri: slot.pointee.uri) == name
            {
                return UnsafePointer(slot)
            }
            if slot.pointee.local == nil {
                add(name, at: index)
                index = hash(name)
            } else {
                index = (index &+ 1) & (capacity &- 1)
            }
        }
    }

    /// `"key":` of an entry.
    @inline(__always)
    func bytes(of entry: Entry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: arena.base + Int(entry.start), count: Int(entry.length))
    }

    /// The family of messages that an element of this name belongs to.
    func family(of entry: Entry) -> MessageFamily? {
        families.indices.contains(Int(entry.family)) ? families[Int(entry.family)] : nil
    }

    /// `"key":` of a key.
    func bytes(ofKey key: Int32) -> UnsafeRawBufferPointer {
        let text = texts[Int(key)]
        return UnsafeRawBufferPointer(start: arena.base + Int(text.start), count: Int(text.length))
    }

    /// A key's text.
    func text(ofKey key: Int32) -> String {
        String(decoding: bytes(ofKey: key).dropFirst().dropLast(2), as: UTF8.self)
    }

    /// The number of a key.
    mutating func intern(_ key: String) -> Int32 {
        if let known = keys[key] { return known }
        let number = Int32(texts.count)
        let start = arena.count
        arena.append(UInt8(ascii: "\""))
        arena.append(key)
        arena.append(UInt8(ascii: "\""), UInt8(ascii: ":"))
        texts.append((Int32(start), Int32(arena.count - start)))
        // Keys are copied in pieces of 32 bytes: the last one must have as much behind it.
        arena.reserve(32)
        keys[key] = number
        return number
    }

    @inline(__always)
    private func hash(_ name: Name) -> Int {
        let local = UInt(bitPattern: name.local)
        let uri = UInt(bitPattern: name.uri)
        let mixed = (local ^ (uri &>> 3) &* 31) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed &>> 40) & (capacity &- 1)
    }

    @inline(never)
    private mutating func add(_ name: Name, at index: Int) {
        slots[index] = Slot(local: name.local, prefix: name.prefix, uri: name.uri, entry: makeEntry(name))
        used += 1
        if used * 4 > capacity * 3 { enlarge() }
    }

    private mutating func enlarge() {
        let old = slots
        let oldCapacity = capacity
        capacity *= 2
        slots = .allocate(capacity: capacity)
        slots.initialize(repeating: Slot(), count: capacity)
        for position in 0..<oldCapacity {
            guard let local = old[position].local else { continue }
            var index = hash(Name(local: local, prefix: old[position].prefix, uri: old[position].uri))
            while slots[index].local != nil { index = (index + 1) & (capacity - 1) }
            slots[index] = old[position]
        }
        old.deallocate()
    }

    private mutating func makeEntry(_ name: Name) -> Entry {
        let local = name.localText.lowercased()
        let uri = name.uri.map { String(cString: $0) }
        let kind = Namespaces.kind(of: uri)
        let key: String
        switch kind {
        case .own, .schemaInstance: key = local
        case .heidelberg: key = "hdm_" + local
        case .xml: key = "xml_" + local
        case .foreign: key = name.prefix.map { String(cString: $0).lowercased() + "_" + local } ?? local
        }
        let number = intern(key)
        var entry = Entry()
        entry.key = number
        entry.start = texts[Int(number)].start
        entry.length = texts[Int(number)].length
        entry.isOwn = kind == .own
        entry.isDropped = kind == .schemaInstance
        entry.isPersonalElement = PersonalData.isElement(name.localText)
        entry.isPersonalAttribute = PersonalData.isAttribute(local, in: kind)
        entry.keyHash = ContentHash(of: key).low
        entry.isCIP4 = Namespaces.isCIP4(uri)
        if uri == nil { entry.role = AttributeRole(lowerCasedName: local) }
        if entry.isCIP4 {
            entry.element = ElementRole(name.localText)
            if let family = MessageFamily(elementName: name.localText) {
                entry.family = Int16(truncatingIfNeeded: families.count)
                families.append(family)
            }
        }
        return entry
    }
}
