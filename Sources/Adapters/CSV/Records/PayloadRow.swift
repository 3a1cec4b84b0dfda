import AdapterAPI

/// Writes a row as `{"record":{…}}`.
struct PayloadRow {
    let plan: PayloadPlan
    private let keepsEmpty: Bool
    private let emptyWords: [[UInt8]]
    private let zone: ZoneRules
    /// The members' columns, if their texts are all that there is to write.
    private let plainColumns: [Int]?
    /// Bytes that a row needs at most beside its texts.
    private let fixedSize: Int
    /// Bytes that the values of the present row need at most.
    private var rowRoom = 0
    private var target: UnsafeMutableRawPointer
    private var capacity = 0
    private var at = 0
    /// The object that is open, and whether its brace is still to be written.
    private var group = 0
    private var needsBrace = false
    /// The first member of the last row whose value is none of its type, if the row is refused for it.
    private(set) var badMember: Int?
    /// Values since ``takeCounts()`` that were none of their type.
    private var keptAsText = 0
    private var omitted = 0

    private static let opening = Array(#"{"record":"#.utf8)

    init(_ plan: PayloadPlan, _ options: CSVOptions) {
        self.plan = plan
        keepsEmpty = options.keepsEmpty
        emptyWords = options.emptyWords
        zone = options.zone
        plainColumns = options.emptyWords.isEmpty ? plan.plainColumns : nil
        fixedSize =
            Self.opening.count + plan.keys.count + plan.groups.reduce(0) { $0 + $1.key.count + 1 }
            + plan.members.count * (ValueForm.longest + 4) + 64
        target = .allocate(byteCount: 1, alignment: 8)
    }

    /// Its owner calls it, once.
    func free() { target.deallocate() }

    /// The payload of a row that has as many values as the header; valid until the next call.
    mutating func write(_ row: RowView) -> UnsafeRawBufferPointer {
        badMember = nil
        reserve(row.size)
        at = Self.opening.count
        if let plainColumns { writePlain(row, plainColumns) } else { writeMembers(row) }
        // The first member's comma is where the brace belongs.
        target.storeBytes(of: UInt8(ascii: "{"), toByteOffset: Self.opening.count, as: UInt8.self)
        at = max(at, Self.opening.count + 1)
        target.storeBytes(of: UInt16(littleEndian: 0x7d7d), toByteOffset: at, as: UInt16.self)
        return UnsafeRawBufferPointer(start: target, count: at + 2)
    }

    /// What was counted since the last call, by name.
    mutating func takeCounts() -> [(name: String, times: Int)] {
        defer { (keptAsText, omitted) = (0, 0) }
        return [("values_kept_as_text", keptAsText), ("values_omitted", omitted)].filter { $0.1 > 0 }
    }

    private mutating func writePlain(_ row: RowView, _ columns: [Int]) {
        var at = at
        plan.keys.withUnsafeBytes { keys in
            guard let keyBytes = keys.baseAddress else { return }
            plan.keyEnds.withUnsafeBufferPointer { ends in
                var keyStart = 0
                for index in 0..<ends.count {
                    let keyEnd = ends[index]
                    defer { keyStart = keyEnd }
                    let value = row.value(columns[index])
                    guard let source = value.baseAddress, value.count > 0 || keepsEmpty else { continue }
                    (target + at).copyMemory(from: keyBytes + keyStart, byteCount: keyEnd - keyStart)
                    at += keyEnd - keyStart
                    at += JSONText.escape(source, count: value.count, to: target + at)
                    target.storeBytes(of: UInt8(ascii: "\""), toByteOffset: at, as: UInt8.self)
                    at += 1
                }
            }
        }
        self.at = at
    }

    private mutating func writeMembers(_ row: RowView) {
        group = 0
        needsBrace = false
        for index in plan.members.indices {
            let member = plan.members[index]
            switch member.source {
            case .column(let column): write(row.value(column), member, index)
            case .recipe(let recipe):
                recipe.withText(row) { text in
                    self.reserveMore(text.count)
                    self.write(text, member, index)
                }
            }
            if badMember != nil { return }
        }
        leave(to: 0)
    }

    private mutating func write(_ value: UnsafeRawBufferPointer, _ member: PayloadMember, _ index: Int) {
        let isEmpty = value.isEmpty || isEmptyWord(value)
        if member.isText {
            guard !isEmpty || keepsEmpty else { return }
            writeKey(index)
            if !isEmpty, let source = value.baseAddress {
                at += JSONText.escape(source, count: value.count, to: target + at)
            }
            put(UInt8(ascii: "\""))
            return
        }
        let text = Blanks.trim(value)
        if isEmpty || text.isEmpty { return }
        let mark = (at, group, needsBrace)
        writeKey(index)
        if let length = member.form.write(text, zone: zone, to: target + at) {
            at += length
            return
        }
        switch member.onBadValue {
        case .deadLetter: badMember = index
        case .omit:
            omitted += 1
            (at, group, needsBrace) = mark
        case .keepText:
            keptAsText += 1
            put(UInt8(ascii: "\""))
            if let source = text.baseAddress { at += JSONText.escape(source, count: text.count, to: target + at) }
            put(UInt8(ascii: "\""))
        }
    }

    private func isEmptyWord(_ value: UnsafeRawBufferPointer) -> Bool {
        if emptyWords.isEmpty { return false }
        let text = Blanks.trim(value)
        return emptyWords.contains { $0.elementsEqual(text) }
    }

    private mutating func writeKey(_ index: Int) {
        enter(plan.memberGroups[index])
        putKey(plan.keys[(index == 0 ? 0 : plan.keyEnds[index - 1])..<plan.keyEnds[index]])
    }

    /// Closes and opens objects until one is open.
    private mutating func enter(_ wanted: Int) {
        if group == wanted { return }
        var ancestor = wanted
        var path: [Int] = []
        while !isWithin(ancestor) {
            path.append(ancestor)
            ancestor = plan.groups[ancestor].parent
        }
        leave(to: ancestor)
        for inner in path.reversed() {
            putKey(plan.groups[inner].key[...])
            needsBrace = true
        }
        group = wanted
    }

    /// Whether the open object is this one or in it.
    private func isWithin(_ outer: Int) -> Bool {
        var inner = group
        while plan.groups[inner].depth > plan.groups[outer].depth { inner = plan.groups[inner].parent }
        return inner == outer
    }

    private mutating func leave(to outer: Int) {
        while group != outer {
            put(UInt8(ascii: "}"))
            group = plan.groups[group].parent
        }
    }

    private mutating func putKey(_ key: ArraySlice<UInt8>) {
        key.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            (target + at).copyMemory(from: base, byteCount: bytes.count)
        }
        if needsBrace { target.storeBytes(of: UInt8(ascii: "{"), toByteOffset: at, as: UInt8.self) }
        needsBrace = false
        at += key.count
    }

    private mutating func put(_ byte: UInt8) {
        target.storeBytes(of: byte, toByteOffset: at, as: UInt8.self)
        at += 1
    }

    private mutating func reserve(_ rowSize: Int) {
        // A byte of another encoding becomes three at most, and these are never escaped.
        rowRoom = rowSize * JSONText.worstExpansion
        let needed = fixedSize + rowRoom
        guard needed > capacity else { return }
        grow(to: needed * 2, keeping: 0)
    }

    /// Room for a text that is no part of the row, with all that may follow.
    private mutating func reserveMore(_ count: Int) {
        let needed = at + count * JSONText.worstExpansion + fixedSize + rowRoom
        if needed > capacity { grow(to: needed * 2, keeping: at) }
    }

    private mutating func grow(to size: Int, keeping count: Int) {
        let larger = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        larger.copyMemory(from: target, byteCount: count)
        target.deallocate()
        target = larger
        capacity = size
        Self.opening.withUnsafeBytes { opening in
            UnsafeMutableRawBufferPointer(start: target, count: capacity).copyMemory(from: opening)
        }
    }
}
