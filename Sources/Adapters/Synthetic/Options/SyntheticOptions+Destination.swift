import AdapterAPI

extension SyntheticOptions {
    static func destination(_ reader: inout ConfigurationReader) -> Destination {
        let words = reader.optionalString(
            "writes", help: "pda, jmf, xjmf or csv: events become documents of that form")
        let folder = reader.optionalPath("into", help: "writes: the folder that another source reads; it is made")
        let waiting = reader.integer(
            "maxWaiting", default: 10_000, in: 1...1_000_000,
            help: "writes: files in the folder from which on the presses wait for its reader")
        let address = reader.optionalString(
            "posts", help: "URL of a JMF receiver: events become JMF documents that are posted to it")
        let timeout = reader.duration(
            "timeout", default: .seconds(10), help: "posts: how long an answer may take before a document is sent again"
        )
        if timeout < .milliseconds(100) || timeout > .seconds(3_600) {
            reader.fault(at: "timeout", "\"timeout\" must be from 100ms to 1h")
        }
        if words != nil, address != nil {
            reader.fault(at: "posts", "\"posts\" and \"writes\" exclude each other: make a press file for each")
        }
        if let words { return folderDestination(reader, words, folder, waiting) }
        for key in ["into", "maxWaiting"] where reader.has(key) {
            reader.fault(at: key, "\"\(key)\" needs \"writes\": the form of the documents that go there")
        }
        guard let address else {
            for key in ["timeout", "records"] where reader.has(key) {
                reader.fault(at: key, "\"\(key)\" is for documents: it needs \"writes\" or \"posts\"")
            }
            return .events
        }
        do throws(PostAddress.Fault) {
            return .address(try PostAddress(address), timeout: timeout)
        } catch {
            reader.fault(at: "posts", "\"posts\": \(error)")
            return .events
        }
    }

    private static func folderDestination(
        _ reader: ConfigurationReader, _ words: String, _ folder: String?, _ waiting: Int
    ) -> Destination {
        let known = DocumentFormat.allCases.map(\.rawValue)
        guard let format = DocumentFormat(rawValue: words) else {
            reader.fault(
                at: "writes",
                "\"\(words)\" is not one of " + known.joined(separator: ", ")
                    + Suggestion.phrase(for: words, among: known))
            return .events
        }
        if folder == nil, reader.purpose == .run {
            reader.fault(at: "writes", "\"into\" is missing: the folder that the documents go to")
        }
        return .folder(folder ?? "", format, mostWaiting: waiting)
    }

    static func kinds(_ reader: inout ConfigurationReader, _ destination: Destination) -> Set<SyntheticKind> {
        let names = reader.strings(
            "events", default: ["status"], help: "what is made: status, ink, energy, reference-client-test")
        let known = SyntheticKind.allCases.map(\.rawValue)
        for name in names where SyntheticKind(rawValue: name) == nil {
            reader.fault(
                at: "events",
                "\"\(name)\" is not one of " + known.joined(separator: ", ")
                    + Suggestion.phrase(for: name, among: known))
        }
        if names.isEmpty {
            reader.fault(at: "events", "\"events\" must name at least one of " + known.joined(separator: ", "))
        }
        if destination.format != nil, names.contains(SyntheticKind.referenceClientTest.rawValue) {
            reader.fault(
                at: "events",
                "\"reference-client-test\" has no form as a document: leave it out, or \"writes\"/\"posts\"")
        }
        return Set(names.compactMap(SyntheticKind.init))
    }

    /// Faults that only a document can have.
    static func refuseDocumentFaults(_ faults: SyntheticFaults, _ reader: ConfigurationReader) {
        for (name, share) in [("missingCounters", faults.missingCounters), ("halfWritten", faults.halfWritten)]
        where share > 0 {
            reader.fault(at: "faults", "\"faults.\(name)\" is for documents: it needs \"writes\" or \"posts\"")
        }
    }
}

extension SyntheticFaults {
    init(_ reader: inout ConfigurationReader) {
        func share(_ key: String, _ help: String) -> Double { reader.number(key, default: 0, in: 0...1, help: help) }
        clockSkew = share("clockSkew", "share of jobs whose times are all wrong")
        let by = reader.duration("skew", default: .seconds(7_200), help: "by how much, forward or back")
        if by > .seconds(366 * 86_400) { reader.fault(at: "skew", "\"skew\" must be at most 366d") }
        skew = clockSkew > 0 ? Int64(by.inSeconds * 1_000) : 0
        duplicates = share("duplicates", "share of documents, or of events sent directly, that come twice")
        disorder = share("disorder", "share of events that come after the next one of their press")
        missingCounters = share("missingCounters", "share of status messages without a total counter; for documents")
        counterResets = share("counterResets", "share of jobs at whose start the press's counter is set to 0")
        halfWritten = share("halfWritten", "share of documents of which half is there before the whole; for documents")
    }
}
