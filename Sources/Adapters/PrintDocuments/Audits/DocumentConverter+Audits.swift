import AdapterAPI

/// JDF and XJDF: each child of each AuditPool but Comment is a record. A JDF's nodes are the root and its direct and deeper
/// JDF children; XJDF nests nothing.
extension DocumentConverter {
    mutating func startInAudits(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, isXJDF: Bool,
        _ position: () -> Record.Origin
    ) {
        if poolDepth != 0 {
            if depth == poolDepth + 1, entry.element != .comment { beginAudit(name, entry, attributes, position) }
        } else if depth == nodes.depth + 1 {
            if entry.element == .jdf, !isXJDF {
                nodes.open(AttributeValues(attributes, &keys), depth: depth)
                outsideDepth = depth + 1
            } else if entry.element == .auditPool {
                poolDepth = depth
                outsideDepth = depth + 1
            }
        }
    }

    /// An element outside of records ends, at a depth that may matter.
    mutating func endOutsideAudit() {
        if depth == poolDepth {
            poolDepth = 0
        } else if depth == nodes.depth {
            nodes.close()
        } else {
            return
        }
        outsideDepth = nodes.depth + 1
    }

    private mutating func beginAudit(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) {
        beginPrefix()
        prefix.append(nodes.members)
        prefix.append("\"auditpool\":[{")
        openArray(entry)
        isOwnIdentity = true
        begin(name, entry, attributes, suffix: "]}]}}", position)
        let values = AttributeValues(attributes, &keys)
        facts.note(.own, values[.timeStamp], options.zone)
        facts.note(.end, values[.end], options.zone)
        facts.note(.start, values[.start], options.zone)
    }

    mutating func finishAudit() {
        recordsTaken += 1
        let identity = ownIdentity()
        if recordsTaken <= origin.recordsToSkip { return }
        let place = facts.asset([.device, .header])
        let index = place.map { assets.index(of: facts.key($0), in: &batch) }
        var words = "the root's @TimeStamp"
        var time: Timestamp?
        for candidate in [RecordFacts.TimePlace.own, .header, .end, .start] where time == nil {
            time = facts.time(candidate)
            if time != nil { words = "the audit's \(candidate.words)" }
        }
        append(
            time: time ?? rootFacts.time(.own), asset: index, identity: identity, dropsRepeats: true
        ) {
            RecordExplanation(
                subtype: "the audit's name", asset: place.map { "the audit's \($0.words)" }, time: words)
        }
    }
}
