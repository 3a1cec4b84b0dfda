/// What a document's root says about where its records are.
enum DocumentShape: Equatable {
    /// `ProductionDataAcquisition`: each child of each `Message`.
    case productionData
    /// `JMF` and `XJMF`: the messages, which are the root's children.
    case messages(isXJMF: Bool)
    /// `JDF` and `XJDF`: each child of each AuditPool.
    case audits(isXJDF: Bool)
    /// The root itself is the one record.
    case whole
    /// Each element that the configuration names.
    case named
    /// Refused, with the reason.
    case unknown(String)

    /// The shape for a root element.
    static func of(root name: Name, isCIP4: Bool, options: PrintDocumentOptions) -> DocumentShape {
        let local = name.localText
        if isCIP4 {
            switch local {
            case "ProductionDataAcquisition": return .productionData
            case "JMF": return .messages(isXJMF: false)
            case "XJMF": return .messages(isXJMF: true)
            case "JDF": return .audits(isXJDF: false)
            case "XJDF": return .audits(isXJDF: true)
            default: break
            }
        }
        if options.eventType == nil {
            return .unknown(
                "the root element \"\(local)\" is not one that the mapping knows (JMF, XJMF, JDF, XJDF, "
                    + "ProductionDataAcquisition); set eventType: (and, for one event an element, record:) in the press "
                    + "file to take such documents")
        }
        return options.recordNames.isEmpty || options.recordNames.contains(local) ? .whole : .named
    }

    /// The event type of records, unless the configuration says another.
    var eventType: String {
        switch self {
        case .productionData: "presscenter.oda"
        case .messages: "prinect.xjmf"
        case .audits: "prinect.interval"
        case .whole, .named, .unknown: ""
        }
    }

    /// What a document of this shape gives, for `--explain`.
    var words: String {
        switch self {
        case .productionData: "production data: one event for each child of each Message"
        case .messages(let isXJMF):
            "\(isXJMF ? "XJMF" : "JMF"): one event for each Signal, and for each Response of type "
                + MessageFamily.eventResponses.sorted().joined(separator: ", ")
        case .audits(let isXJDF): "\(isXJDF ? "XJDF" : "JDF"): one event for each audit but Comment"
        case .whole: "one event for the whole document"
        case .named: "one event for each element that record: names"
        case .unknown(let reason): reason
        }
    }
}
