import AdapterAPI

/// Writes the JSON of one record while its elements pass by: attributes, then text, then an array for each name of
/// child. No tree is built; an object whose names return, or collide with attributes, is put in order when it ends.
struct PayloadBuilder: ~Copyable {
    /// The JSON so far.
    private(set) var out = RawBuffer(capacity: 16 * 1024)
    /// Attributes that differed from an earlier one only in case.
    private(set) var collisions = 0
    private var frames = Stack<Frame>()
    private var members = Stack<Member>(capacity: 256)
    /// Texts of the open elements, one behind the other: a child's lies behind its parent's and is gone when it ends.
    private var texts = RawBuffer()

    /// An open element.
    struct Frame: BitwiseCopyable {
        /// Where its `{` stands.
        let start: Int
        let firstMember: Int
        let textStart: Int
        /// The child name whose array is open, or -1.
        var openKey: Int32 = -1
        var hasChildren = false
        /// Whether names return or collide, so that the object must be put in order.
        var isDisordered = false
    }

    /// One `"key":value` of an open object.
    struct Member: BitwiseCopyable {
        enum Kind: UInt8, BitwiseCopyable { case attribute, text, array }
        let key: Int32
        let kind: Kind
        let start: Int
        var end: Int
    }

    /// From this many members on, an object is put in order without looking whether it must be.
    private static let scannedMembers = 32

    /// Bytes of the open element's text, for the limit.
    var textLength: Int { texts.count - (frames.count == 0 ? 0 : frames[frames.count - 1].textStart) }

    /// Starts a record with what stands before its object.
    mutating func begin(prefix: UnsafeRawBufferPointer) {
        out.truncate(to: 0)
        out.append(prefix)
        frames.cut(to: 0)
        members.cut(to: 0)
        texts.truncate(to: 0)
        collisions = 0
    }

    /// Opens the record's own object.
    @inline(__always)
    mutating func open() {
        frames.push(Frame(start: out.count, firstMember: members.count, textStart: texts.count))
        out.append(UInt8(ascii: "{"))
    }

    /// Opens a child's object, in the array of its name.
    @inline(__always)
    mutating func openChild(_ key: Int32, _ bytes: UnsafeRawBufferPointer) {
        let parent = frames.top
        if parent.pointee.openKey == key {
            out.append(UInt8(ascii: ","), UInt8(ascii: "{"))
        } else {
            closeArray(parent)
            startMember(parent, key, .array)
            out.reserve(bytes.count + 34)
            let end = RawBuffer.copy(bytes, to: out.end)
            end.storeBytes(of: Self.openArray, as: UInt16.self)
            out.advance(to: end + 2)
            parent.pointee.openKey = key
            parent.pointee.hasChildren = true
        }
        frames.push(Frame(start: out.count - 1, firstMember: members.count, textStart: texts.count))
    }

    /// Writes an attribute of the object just opened; a second one under the same key is left out.
    @inline(__always)
    mutating func attribute(
        _ key: Int32, _ bytes: UnsafeRawBufferPointer, _ value: UnsafeRawPointer, _ length: Int
    ) {
        let first = frames.top.pointee.firstMember
        var index = first
        while index < members.count {
            if members[index].key == key {
                collisions += 1
                return
            }
            index += 1
        }
        let isFirst = members.count == first
        let start = out.count + (isFirst ? 0 : 1)
        out.appendMember(comma: !isFirst, bytes, value, length)
        members.push(Member(key: key, kind: .attribute, start: start, end: out.count))
    }

    /// Writes the attributes of the object just opened, whose form is known.
    @inline(__always)
    mutating func attributes(_ form: AttributeForms.Match, _ found: Attributes) {
        out.reserve(form.length &* JSONText.worstExpansion &+ found.count &* 34 &+ 8)
        let base = out.base
        // The first one's comma comes where the object's `{` stands, and goes again.
        let first = out.end - 1
        var at = first
        var one = form.first
        var member = members.room(for: found.count)
        for index in 0..<found.count {
            let value = found.value(index)
            let start = at + 1 - base
            at.storeBytes(of: one.pointee.text, as: SIMD32<UInt8>.self)
            at += Int(one.pointee.length)
            if let source = value.baseAddress { at += JSONText.escape(source, count: value.count, to: at) }
            at.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            at += 1
            member.initialize(to: Member(key: one.pointee.key, kind: .attribute, start: start, end: at - base))
            member += 1
            one += 1
        }
        first.storeBytes(of: UInt8(ascii: "{"), as: UInt8.self)
        out.advance(to: at)
    }

    /// Values in one form, at most: for longer ones less memory is asked for at once.
    static let longestForm = 4096

    private static let openArray = (UInt16(UInt8(ascii: "[")) | UInt16(UInt8(ascii: "{")) << 8).littleEndian

    /// Takes a piece of the open element's text.
    @inline(__always)
    mutating func text(_ source: UnsafePointer<UInt8>, _ length: Int) {
        var from = 0
        if textLength == 0 {
            while from < length && XMLSpace.isSpace(source[from]) { from += 1 }
        }
        if from < length { texts.append(source + from, length - from) }
    }

    /// The open element's text so far, without white space around it.
    var currentText: UnsafeRawBufferPointer {
        guard frames.count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        let start = frames[frames.count - 1].textStart
        var end = texts.count
        while end > start, XMLSpace.isSpace(texts.bytes[end - 1]) { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: texts.bytes[start..<end])
    }

    /// Closes the open element's object if it has no text and is in order, as most are. Returns whether it did.
    @inline(__always)
    mutating func closeAtOnce() -> Bool {
        let frame = frames.top
        guard texts.count == frame.pointee.textStart, !frame.pointee.isDisordered else { return false }
        if frame.pointee.openKey >= 0 {
            out.append(UInt8(ascii: "]"), UInt8(ascii: "}"))
        } else {
            out.append(UInt8(ascii: "}"))
        }
        members.cut(to: frame.pointee.firstMember)
        frames.cut(to: frames.count &- 1)
        return true
    }

    /// Closes the open element's object.
    @inline(never)
    mutating func close(_ keys: borrowing KeyTable) {
        let frame = frames.top
        closeArray(frame)
        if texts.count > frame.pointee.textStart { writeText(frame, keys) }
        out.append(UInt8(ascii: "}"))
        if frame.pointee.isDisordered {
            let own = members.elements(from: frame.pointee.firstMember)
            ObjectOrder.rearrange(&out, from: frame.pointee.start, own, keys)
        }
        members.cut(to: frame.pointee.firstMember)
        texts.truncate(to: frame.pointee.textStart)
        frames.cut(to: frames.count - 1)
    }

    /// Appends what closes the record's wrappers.
    mutating func finish(suffix: StaticString) {
        out.append(suffix)
    }

    /// Forgets what was written of the open record beyond `length`, to bound memory when it has become too large.
    mutating func discard(beyond length: Int) {
        if out.count > length { out.truncate(to: length) }
    }

    @inline(__always)
    private mutating func closeArray(_ frame: UnsafeMutablePointer<Frame>) {
        guard frame.pointee.openKey >= 0 else { return }
        out.append(UInt8(ascii: "]"))
        // The open array is the frame's newest member: those of children are gone.
        members.top.pointee.end = out.count
        frame.pointee.openKey = -1
    }

    @inline(__always)
    private mutating func startMember(_ frame: UnsafeMutablePointer<Frame>, _ key: Int32, _ kind: Member.Kind) {
        let first = frame.pointee.firstMember
        if members.count - first > Self.scannedMembers {
            frame.pointee.isDisordered = true
        } else {
            var index = first
            while index < members.count {
                if members[index].key == key { frame.pointee.isDisordered = true }
                index += 1
            }
        }
        if members.count > first { out.append(UInt8(ascii: ",")) }
        members.push(Member(key: key, kind: kind, start: out.count, end: out.count))
    }

    private mutating func writeText(_ frame: UnsafeMutablePointer<Frame>, _ keys: borrowing KeyTable) {
        let start = frame.pointee.textStart
        let end = start + currentText.count
        guard end > start else { return }
        // Text stands before children; where there are some, putting the object in order moves it there.
        if frame.pointee.hasChildren { frame.pointee.isDisordered = true }
        startMember(frame, KeyTable.text, .text)
        out.append(keys.bytes(ofKey: KeyTable.text))
        out.append(UInt8(ascii: "\""))
        out.appendEscaped(UnsafeRawPointer(texts.base) + start, end - start)
        out.append(UInt8(ascii: "\""))
        members.top.pointee.end = out.count
    }
}
