import AdapterAPI

/// Where a document comes from, and what holds for all of its records.
struct DocumentOrigin {
    /// The file's name, for messages and dead letters.
    var name: String
    /// The hash of the whole document, for records whose identity is their place in it.
    var identity: DocumentIdentity
    /// The time of records that give none: the file's, or that of receipt.
    var fallbackTime: Timestamp
    /// Records taken in an earlier reading.
    var recordsToSkip = 0
    /// The counters that earlier documents gave.
    var counters = CounterMemory([])
    /// The package of which the document is the present part.
    var package: MultipartReader?

    /// A place of the document as a place of its file.
    func place(_ position: Record.Origin) -> Record.Origin {
        guard let package else { return position }
        let place = package.place(line: position.line, column: position.column)
        return Record.Origin(line: place.line, column: place.column)
    }
}
