/// The ids of event types; a new one is written with the next transaction. Pure; lives under the spool's lock.
struct EventTypeTable {
    struct Name: Hashable, Sendable {
        let type: String
        let subtype: String
    }

    struct Row: Sendable, Equatable {
        let id: UInt16
        let name: Name
    }

    /// The id of every type that came when the table was full.
    static let overflow: UInt16 = 0xFFFF

    private var ids: [Name: UInt16] = [:]
    private var names: [UInt16: Name] = [:]
    private var next: UInt16 = 0
    /// Not on disk yet.
    private(set) var unstored: [Row] = []

    init() {}

    init(stored rows: [Row]) {
        for row in rows {
            ids[row.name] = row.id
            names[row.id] = row.name
            if row.id < Self.overflow { next = max(next, row.id + 1) }
        }
    }

    mutating func id(type: String, subtype: String) -> UInt16 {
        let name = Name(type: type, subtype: subtype)
        if let known = ids[name] { return known }
        guard next < Self.overflow else { return Self.overflow }
        let id = next
        next += 1
        ids[name] = id
        names[id] = name
        unstored.append(Row(id: id, name: name))
        return id
    }

    /// The name under an id; nil for ``overflow`` and what is not known.
    func name(of id: UInt16) -> Name? { names[id] }

    /// What is on disk may be something else: all is to be written again.
    mutating func storeAgain() {
        unstored = names.sorted { $0.key < $1.key }.map { Row(id: $0.key, name: $0.value) }
    }

    /// The oldest `count` of the unstored ones are on disk now.
    mutating func stored(_ count: Int) {
        unstored.removeFirst(count)
    }
}
