import AdapterAPI

/// The batch's index of the kind that the last record had, since most records are of the same kind as the one before.
struct KindCache {
    private(set) var index = 0
    private var local: UnsafePointer<UInt8>?

    /// Forgets the index, because another batch begins.
    mutating func forget() { local = nil }

    /// Finds the kind for records under `name`.
    @inline(__always)
    mutating func choose(
        _ name: Name, _ options: PrintDocumentOptions, _ batch: inout RecordBatch, shape: DocumentShape
    ) {
        if local == name.local { return }
        local = name.local
        var eventType = options.eventType ?? ""
        if options.eventType == nil, case .productionData = shape { eventType = "presscenter.oda" }
        let kind = RecordKind(eventType: eventType, eventSubtype: options.eventSubtype ?? name.localText)
        index = batch.index(of: kind)
    }
}
