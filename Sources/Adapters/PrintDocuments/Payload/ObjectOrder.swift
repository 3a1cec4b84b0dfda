/// Puts the members of one JSON object in order: attributes, text, then one array for each name of child.
///
/// Only for objects where a child's name returned after another one, or where names collide; such objects are rare.
enum ObjectOrder {
    /// Rewrites the object that starts at `start` and ends with `out`.
    static func rearrange(
        _ out: inout RawBuffer, from start: Int, _ members: [PayloadBuilder.Member],
        _ keys: borrowing KeyTable
    ) {
        var arrays: [Int32: [PayloadBuilder.Member]] = [:]
        var order: [Int32] = []
        for member in members where member.kind == .array {
            if arrays[member.key] == nil { order.append(member.key) }
            arrays[member.key, default: []].append(member)
        }
        var taken = Set(members.filter { $0.kind != .text }.map { keys.text(ofKey: $0.key) })
        var object = RawBuffer(capacity: out.count - start + 64)
        object.append(UInt8(ascii: "{"))
        for member in members where member.kind == .attribute {
            separate(&object)
            if arrays[member.key] == nil {
                object.append(out.base + member.start, member.end - member.start)
            } else {
                // A child array keeps its key; the attribute gives way.
                var key = keys.text(ofKey: member.key)
                repeat { key += "_attribute" } while taken.contains(key)
                taken.insert(key)
                append(&object, key, value: out, member, skipping: keys.bytes(ofKey: member.key).count)
            }
        }
        for member in members where member.kind == .text {
            separate(&object)
            var key = "text"
            while taken.contains(key) { key += "_content" }
            append(&object, key, value: out, member, skipping: keys.bytes(ofKey: KeyTable.text).count)
        }
        for key in order {
            separate(&object)
            let name = keys.bytes(ofKey: key)
            object.append(name)
            object.append(UInt8(ascii: "["))
            for (index, member) in (arrays[key] ?? []).enumerated() {
                if index > 0 { object.append(UInt8(ascii: ",")) }
                // Between `"key":[` and `]`.
                let inside = member.start + name.count + 1
                object.append(out.base + inside, member.end - 1 - inside)
            }
            object.append(UInt8(ascii: "]"))
        }
        object.append(UInt8(ascii: "}"))
        out.truncate(to: start)
        out.append(object.bytes)
    }

    private static func separate(_ object: inout RawBuffer) {
        if object.count > 1 { object.append(UInt8(ascii: ",")) }
    }

    private static func append(
        _ object: inout RawBuffer, _ key: String, value out: borrowing RawBuffer, _ member: PayloadBuilder.Member,
        skipping name: Int
    ) {
        object.append(UInt8(ascii: "\""))
        object.append(key)
        object.append(UInt8(ascii: "\""), UInt8(ascii: ":"))
        object.append(out.base + member.start + name, member.end - member.start - name)
    }
}
