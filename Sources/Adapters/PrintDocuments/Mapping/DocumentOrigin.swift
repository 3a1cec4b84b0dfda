import AdapterAPI

/// Where a document comes from, and what holds for all of its records.
struct DocumentOrigin: Sendable {
    /// The file's name, for messages and dead letters.
    var name: String
    /// The hash of the whole document, for records whose identity is their place in it.
    var identity: ContentHash
    /// The time of records that give none: the file's, or that of receipt.
    var fallbackTime: Timestamp
    /// Records taken in an earlier reading.
    var recordsToSkip = 0
    /// What ``CounterMemory`` wrote last.
    var memory: [UInt8] = []
    /// The line of the file on which the document begins, when it is a part of a package.
    var firstLine = 1
    /// Whether the document's own lines can be found in the file; those of an encoded part cannot.
    var hasLines = true

    /// A place of the document as a place of its file.
    func place(_ position: Record.Origin) -> Record.Origin {
        guard hasLines else { return Record.Origin(line: firstLine) }
        return Record.Origin(line: position.line + firstLine - 1, column: position.column)
    }
}
