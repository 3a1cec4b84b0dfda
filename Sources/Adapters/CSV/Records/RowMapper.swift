import AdapterAPI

/// Makes records of rows: it sees names and values, and nothing of how the file holds them.
final class RowMapper {
    private struct State {
        var batch: RecordBatch
        var layout: RowLayout?
        var fallbackTime: Timestamp
        var assets = LabelCache()
        var subtypes = LabelCache()
        var fallbacks = 0
        var ignored = 0
        var hasExplainedColumns = false
    }

    private let state: Box<State>
    let options: CSVOptions
    let text: CellText
    /// Whether the same row may come again and is to be dropped then.
    private let dropsRepeats: Bool
    private let explains: Bool

    init(
        _ options: CSVOptions, document: String, fallbackTime: Timestamp, dropsRepeats: Bool = false,
        explains: Bool = false
    ) {
        self.options = options
        self.dropsRepeats = dropsRepeats
        self.explains = explains
        text = CellText(options.layout.encoding)
        state = Box(State(batch: RecordBatch(document: document), fallbackTime: fallbackTime))
    }

    var batch: RecordBatch { state.pointer.pointee.batch }

    var layout: RowLayout? { state.pointer.pointee.layout }

    /// Whether it is time to send the batch.
    @inline(__always)
    var isFull: Bool { state.pointer.pointee.batch.isFull }

    var hasRecords: Bool { !state.pointer.pointee.batch.records.isEmpty }

    /// The time of rows that say none.
    func use(fallbackTime: Timestamp) { state.pointer.pointee.fallbackTime = fallbackTime }

    /// Uses the names of the options, for files without a header.
    func useConfiguredNames() throws(DocumentFault) {
        state.pointer.pointee.layout = try RowLayout(options.layout.names, options, line: 0)
    }

    /// Empties the batch after it was sent.
    func emptyBatch() {
        state.pointer.pointee.batch.removeAll()
        state.pointer.pointee.assets.startBatch()
        state.pointer.pointee.subtypes.startBatch()
    }

    /// Writes what was counted into the batch.
    func finishCounts() {
        let state = state.pointer
        var counts = [("timestamp_fallback", state.pointee.fallbacks), ("rows_ignored", state.pointee.ignored)]
        counts += layout?.payload.pointer.pointee.takeCounts() ?? []
        for (name, times) in counts where times > 0 { state.pointee.batch.count(name, times) }
        state.pointee.fallbacks = 0
        state.pointee.ignored = 0
    }

    /// Takes the row as the header.
    func takeHeader(_ feed: RowFeed) throws(DocumentFault) {
        let line = feed.rowLine
        if let malformed = feed.malformedCell {
            throw DocumentFault(
                line: line, reason: "in the header, column \(malformed + 1) has text after its closing quote")
        }
        let row = view(feed)
        let raw = UnsafeRawBufferPointer(start: feed.buffer.bytes + feed.start, count: row.size)
        if !isValidText(raw, row.isASCII) {
            throw DocumentFault(line: line, reason: "the header is no valid text: is \"encoding\" another one?")
        }
        if raw.contains(0) {
            throw DocumentFault(line: line, reason: "the header holds zero bytes: is \"encoding\" utf-16?")
        }
        let names = (0..<row.count).map { String(decoding: row.trimmed($0), as: UTF8.self) }
        state.pointer.pointee.layout = try RowLayout(names, options, line: line)
    }

    /// Whether the options say that the row is no record; it is counted then.
    func ignores(_ feed: RowFeed) -> Bool {
        if options.layout.ignoreRows.isEmpty { return false }
        let row = text.string(
            of: feed.buffer.bytes + feed.start, min(feed.end - feed.start, Self.comparedBytes))
        guard options.layout.ignoreRows.contains(where: { $0.matches(row) }) else { return false }
        state.pointer.pointee.ignored += 1
        return true
    }

    /// Bytes of a row that `ignoreRows` looks at, at most.
    private static let comparedBytes = 4_096

    /// Makes a record of the row, or a refused one.
    func append(_ feed: RowFeed, identity: ContentHash) {
        guard let layout else { return }
        let row = view(feed)
        let origin = Record.Origin(line: feed.rowLine)
        if let reason = malformation(feed, row, layout) {
            return refuse(feed, reason, identity, origin, layout)
        }
        let payload = layout.payload.pointer.pointee.write(row)
        if let bad = layout.payload.pointer.pointee.badMember {
            return refuse(feed, Self.words(bad, row, layout), identity, origin, layout)
        }
        let kind = kindIndex(row, layout)
        let asset = assetIndex(row, layout)
        let time = time(row, layout)
        if explains { explain(row, layout) }
        state.pointer.pointee.batch.append(
            payload: payload, kind: kind, assetKey: asset, time: time, identity: identity, origin: origin,
            dropsRepeats: dropsRepeats)
    }

    /// Makes a refused record of the row.
    func refuse(_ feed: RowFeed, _ reason: String, _ identity: ContentHash) {
        guard let layout else { return }
        refuse(feed, reason, identity, Record.Origin(line: feed.rowLine), layout)
    }

    private func view(_ feed: RowFeed) -> RowView {
        RowView(
            cells: feed.cells, count: feed.cellCount, bytes: feed.buffer.bytes,
            size: feed.end - feed.start, isASCII: feed.isASCII, text: text)
    }

    private func refuse(
        _ feed: RowFeed, _ reason: String, _ identity: ContentHash, _ origin: Record.Origin, _ layout: RowLayout
    ) {
        let original = UnsafeRawBufferPointer(start: feed.buffer.bytes + feed.start, count: feed.end - feed.start)
        state.pointer.pointee.batch.appendRefused(
            layout.kind, original: original, reason: reason, identity: identity, origin: origin)
    }

    private static func words(_ bad: Int, _ row: RowView, _ layout: RowLayout) -> String {
        let member = layout.payload.pointer.pointee.plan.members[bad]
        func shown(_ text: UnsafeRawBufferPointer) -> String {
            let start = String(decoding: text.prefix(shownBytes), as: UTF8.self)
            return text.count > shownBytes ? start + "…" : start
        }
        let text =
            switch member.source {
            case .column(let column): shown(row.trimmed(column))
            case .recipe(let recipe): recipe.withText(row, shown)
            }
        return "bad_value: \(member.words) says \"\(text)\", expected \(member.form.words)"
    }

    private static let shownBytes = 80

    /// Why no values can be told apart, a code and words; or nil.
    private func malformation(_ feed: RowFeed, _ row: RowView, _ layout: RowLayout) -> String? {
        let header = layout.header
        if let malformed = feed.malformedCell {
            return "bad_quotes: \(header.words(malformed)) has text after its closing quote"
        }
        if row.count != header.names.count {
            let wanted = layout.line == 0 ? "names" : "the header"
            return "wrong_width: the row has \(row.count) values, \(wanted) \(header.names.count)"
        }
        let start = feed.buffer.bytes + feed.start
        if isValidText(UnsafeRawBufferPointer(start: start, count: row.size), row.isASCII) { return nil }
        let encoding = options.layout.encoding.isWide ? "UTF-16" : "UTF-8"
        for index in 0..<row.count {
            let cell = row.cells[index]
            let bytes = UnsafeRawBufferPointer(start: row.bytes + Int(cell.start), count: Int(cell.count))
            if !isValidText(bytes, false) { return "bad_encoding: \(header.words(index)) is no valid \(encoding)" }
        }
        return "bad_encoding: the row is no valid \(encoding)"
    }

    private func isValidText(_ bytes: UnsafeRawBufferPointer, _ isASCII: Bool) -> Bool {
        if !options.layout.encoding.isUnicode || isASCII { return true }
        return (try? UTF8Span(validating: bytes.bindMemory(to: UInt8.self).span)) != nil
    }

    private func assetIndex(_ row: RowView, _ layout: RowLayout) -> Int? {
        guard let recipe = layout.asset else { return nil }
        let state = state.pointer
        return recipe.withText(row) { label in
            label.isEmpty ? nil : state.pointee.assets.index(of: label) { state.pointee.batch.index(ofAssetKey: $0) }
        }
    }

    private func kindIndex(_ row: RowView, _ layout: RowLayout) -> Int {
        let state = state.pointer
        guard let recipe = layout.subtype else {
            return state.pointee.subtypes.index(of: UnsafeRawBufferPointer(start: nil, count: 0)) { _ in
                state.pointee.batch.index(of: layout.kind)
            }
        }
        return recipe.withText(row) { label in
            state.pointee.subtypes.index(of: label) {
                state.pointee.batch.index(of: $0.isEmpty ? layout.kind : layout.kind($0))
            }
        }
    }

    private func time(_ row: RowView, _ layout: RowLayout) -> Timestamp {
        let time = layout.time?.withText(row) { text in
            layout.timePattern.map { $0.read(text, zone: options.zone) } ?? Timestamp(text, zone: options.zone)
        }
        if let time = time ?? nil { return time }
        state.pointer.pointee.fallbacks += 1
        return state.pointer.pointee.fallbackTime
    }

    private func explain(_ row: RowView, _ layout: RowLayout) {
        let state = state.pointer
        if !state.pointee.hasExplainedColumns {
            state.pointee.hasExplainedColumns = true
            for line in ColumnReport(layout, options).words(row) {
                state.pointee.batch.remark(line, at: Record.Origin(line: layout.line))
            }
        }
        let isOwn = layout.time?.withText(row) { text in
            (layout.timePattern.map { $0.read(text, zone: options.zone) } ?? Timestamp(text, zone: options.zone)) != nil
        }
        if isOwn != true {
            let reason = isOwn == nil ? "no column is a time" : "the row has no such time"
            state.pointee.batch.explain(["time is that of the file: \(reason)"])
        }
    }
}
