import AdapterAPI
import AdapterHostKit

extension AdapterConformance {
    /// Reads each input by itself as `convert` does, and again from every batch's end on.
    func checkDocuments(_ testCase: AdapterCase, _ golden: Golden) async throws {
        guard type is any DocumentAdapter.Type else { return }
        let source = try source(testCase)
        guard let adapter = source.press.adapter as? any DocumentAdapter else { return }
        var memory: [UInt8] = []
        var events: [String] = []
        for input in source.place.inputs where !golden.faults.contains(FolderFeed.leftLine(input)) {
            let document = try Document(path: source.place.path + "/" + input)
            // Hot folders deal with empty files themselves.
            if document.size == 0 { continue }
            let whole = try await read(document, adapter, source, memory: memory, after: 0)
            let ends = whole.batches.dropLast()
            let chosen = Self.chosen(upTo: ends.count, most: limits.resumes)
            for index in chosen.map({ $0 - 1 }) {
                let end = ends[index]
                let rest = try await read(document, adapter, source, memory: end.memory, after: end.recordsTaken)
                let expected = whole.batches[(index + 1)...].flatMap { $0.lines }
                guard let words = Lines.difference(rest.batches.flatMap { $0.lines }, expected: expected, "records")
                else { continue }
                throw ConformanceFailure(
                    testCase.name, .documents, "\(input), read again behind record \(end.recordsTaken): \(words)")
            }
            events += whole.batches.flatMap { $0.lines.filter { $0.hasPrefix("{") } }
            memory = whole.memory
        }
        guard feed is FolderFeed else { return }
        // A conversion does not drop repeats, and folders may be read in an order of their own.
        if let words = Lines.difference(of: Set(events), expected: Set(golden.events), "events of documents read alone")
        {
            throw ConformanceFailure(testCase.name, .documents, words)
        }
    }

    private func read(
        _ document: Document, _ adapter: any DocumentAdapter, _ source: TestedSource, memory: [UInt8],
        after records: Int
    ) async throws -> KitDocumentSink {
        let sink = KitDocumentSink(source.lineMapper(), memory: memory, recordsToSkip: records)
        do {
            try await RecordBatch.$taskRecordTarget.withValue(1) { try await adapter.read(document, to: sink) }
        } catch is DocumentFault {
            // The golden run has its words; here the records before it count.
        }
        return sink
    }
}
