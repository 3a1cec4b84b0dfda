/// The filter as it meets events that are queued already, which are known by the id of their type only. Pure.
struct LateFilter {
    private enum Verdict {
        case pass
        case drop(rule: String)
    }

    let filter: EventFilter
    private let lookup: (UInt16) -> EventTypeTable.Name?
    private var verdicts: [UInt16: Verdict] = [:]
    private let isOpen: Bool

    /// - Parameter lookup: the name of a type by its id; asked once for each. A type without a name passes: it came when
    ///   the table of types was full, and the filter has seen it when it was queued.
    init(_ filter: EventFilter, lookup: @escaping (UInt16) -> EventTypeTable.Name?) {
        self.filter = filter
        self.lookup = lookup
        isOpen = filter.isOpen
    }

    /// Whether no event leaves for now.
    var holdsAll: Bool { filter.holdsAll }

    /// The rule that drops events of this type; nil when they may go.
    mutating func rule(against type: UInt16) -> String? {
        if isOpen { return nil }
        let verdict = verdicts[type] ?? judge(type)
        if case .drop(let rule) = verdict { return rule }
        return nil
    }

    private mutating func judge(_ type: UInt16) -> Verdict {
        let name = lookup(type) ?? EventTypeTable.Name(type: "", subtype: "")
        let verdict = filter.rule(against: name.type, name.subtype).map(Verdict.drop) ?? .pass
        verdicts[type] = verdict
        return verdict
    }
}
