import AdapterAPI

/// The members of a payload in the order in which they are written: those of one object beside one another, with their
/// keys ready as bytes.
struct PayloadPlan {
    /// An object within the record; the first is the record itself.
    struct Group {
        let parent: Int
        let depth: Int
        /// `,"key":`
        let key: [UInt8]
    }

    private(set) var members: [PayloadMember] = []
    /// The group of each member.
    private(set) var memberGroups: [Int] = []
    private(set) var groups = [Group(parent: 0, depth: 0, key: [])]
    /// `,"key":` of each member, with the quote that opens a text behind it; back to back.
    private(set) var keys: [UInt8] = []
    private(set) var keyEnds: [Int] = []

    init(_ header: CSVHeader, _ options: CSVOptions) {
        append(Self.members(header, options), path: [], group: 0)
    }

    private static func members(_ header: CSVHeader, _ options: CSVOptions) -> [PayloadMember] {
        let chosen = Set(
            header.options.compactMap { $0?.path?.keys.first } + options.fields.compactMap(\.path.keys.first))
        let keys = PayloadKeys.make(header.shownNames)
        // A key that was chosen for another keeps to that one.
        let free = PayloadKeys.make(keys, taken: chosen)
        var members: [PayloadMember] = []
        for (index, option) in header.options.enumerated() where option?.isDropped != true {
            members.append(
                PayloadMember(
                    source: .column(index), form: option?.form ?? .string,
                    onBadValue: option?.onBadValue ?? .deadLetter,
                    path: option?.path ?? MemberPath(key: chosen.contains(keys[index]) ? free[index] : keys[index]),
                    words: header.words(index)))
        }
        for field in options.fields {
            members.append(
                PayloadMember(
                    source: .recipe(TextRecipe(field.template, header)), form: field.form, onBadValue: field.onBadValue,
                    path: field.path, words: "field \"\(field.path.text)\""))
        }
        return members
    }

    /// Adds members of one object, and of those within it.
    private mutating func append(_ all: [PayloadMember], path: [String], group: Int) {
        var seen: Set<String> = []
        for member in all {
            let key = member.path.keys[path.count]
            if member.path.keys.count == path.count + 1 {
                members.append(member)
                memberGroups.append(group)
                keys += Self.key(key, isText: member.form.isText)
                keyEnds.append(keys.count)
            } else if seen.insert(key).inserted {
                groups.append(Group(parent: group, depth: groups[group].depth + 1, key: Self.key(key, isText: false)))
                let inner = all.filter { $0.path.keys.count > path.count + 1 && $0.path.keys[path.count] == key }
                append(inner, path: path + [key], group: groups.count - 1)
            }
        }
    }

    private static func key(_ key: String, isText: Bool) -> [UInt8] {
        var writer = PayloadWriter()
        writer.string(key)
        return [UInt8(ascii: ",")] + writer.bytes + Array((isText ? ":\"" : ":").utf8)
    }

    /// The columns of the members, if all of them are columns' texts in the record itself.
    var plainColumns: [Int]? {
        guard groups.count == 1 else { return nil }
        let columns = members.compactMap(\.plainColumn)
        return columns.count == members.count ? columns : nil
    }
}
