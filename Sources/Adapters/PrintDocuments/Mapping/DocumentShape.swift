/// What a document's root says about where its records are.
enum DocumentShape {
    /// `ProductionDataAcquisition`: each child of each `Message`.
    case productionData
    /// The root itself is the one record.
    case whole
    /// Each element that the configuration names.
    case named
    /// Refused, with the reason.
    case unknown(String)

    /// Names of CIP4's roots that other readers take.
    private static let messageRoots: Set<String> = ["JMF", "XJMF", "JDF", "XJDF"]

    /// The shape for a root element.
    static func of(root name: Name, isOwn: Bool, options: PrintDocumentOptions) -> DocumentShape {
        let local = name.localText
        if local == "ProductionDataAcquisition" && isOwn { return .productionData }
        if options.eventType == nil {
            let hint =
                messageRoots.contains(local)
                ? "\(local) documents are not read in this version"
                : "set eventType: (and, for one event an element, record:) in the press file to take such documents"
            return .unknown("the root element \"\(local)\" is not one that the mapping knows; \(hint)")
        }
        return options.recordNames.isEmpty || options.recordNames.contains(local) ? .whole : .named
    }
}
