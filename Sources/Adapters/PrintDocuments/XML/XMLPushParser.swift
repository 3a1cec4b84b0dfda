import AdapterAPI
import CLibXML2
import Glibc

/// libxml2's push parser around a ``DocumentConverter``: the only place, with ``XMLCallbacks``, where C is touched.
struct XMLPushParser: ~Copyable {
    private let context: xmlParserCtxtPtr
    private let state: UnsafeMutablePointer<DocumentConverter>
    private var fedSinceCallback = 0

    /// The bytes that must be there for libxml2 to see a document's encoding.
    static let encodingProbe = 4

    /// A parser over a document that starts with `head` (up to ``encodingProbe`` bytes), or nil without memory.
    init?(_ converter: consuming DocumentConverter, head: [UInt8]) {
        XMLCallbacks.initialiseLibrary()
        let state = UnsafeMutablePointer<DocumentConverter>.allocate(capacity: 1)
        state.initialize(to: converter)
        var handler = XMLCallbacks.handler()
        let context = head.withUnsafeBytes {
            xmlCreatePushParserCtxt(
                &handler, state, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(head.count), nil)
        }
        guard let context else {
            state.deinitialize(count: 1)
            state.deallocate()
            return nil
        }
        // Never XML_PARSE_HUGE: with it large tokens take quadratic time. NOENT only so that &amp; in an attribute comes as
        // one character: declarations of entities are refused with their DOCTYPE.
        xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
        state.pointee.context = context
        self.context = context
        self.state = state
    }

    deinit {
        xmlFreeParserCtxt(context)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    var fault: DocumentFault? { state.pointee.fault }
    var recordsTaken: Int { state.pointee.recordsTaken }
    var messages: MessageList { state.pointee.messages }
    var counters: CounterMemory { state.pointee.counters }
    /// Whether the document was refused because nothing is known of its root.
    var hasUnknownRoot: Bool {
        if case .unknown = state.pointee.shape { true } else { false }
    }
    var isBatchFull: Bool { state.pointee.batch.isFull }
    /// What the finished records take in memory, about.
    var batchBytes: Int {
        state.pointee.batch.bytes.count + state.pointee.batch.records.count * MemoryLayout<Record>.stride
    }
    var messageCount: Int { state.pointee.messages.messages.count }

    /// How many of `bytes` to feed at once, so that one call makes at most about ``outputBound`` of them: tiny records
    /// under wrappers with long attributes grow a great deal.
    ///
    /// The wrappers that are open are known. One that starts within the slice is short, since no attribute holds a `<` and
    /// a slice has one in each of its blocks; one that has started before shows by a slice without a callback.
    func sliceSize(of bytes: UnsafeRawBufferPointer) -> Int {
        let first = min(Self.block, bytes.count)
        if fedSinceCallback > 0 { return first }
        let recordBytes = state.pointee.wrapperBytes + MemoryLayout<Record>.stride
        let most = max(64, min(Self.largestSlice, Self.outputBound / recordBytes * Self.smallestRecord))
        var end = first
        while end < most, end < bytes.count, hasMark(bytes, end) { end += Self.block }
        return min(end, min(most, bytes.count))
    }
    /// Bytes of records, at most about, that one call of ``feed(_:)`` makes.
    private static let outputBound = 8 << 20
    /// `<a/>`
    private static let smallestRecord = 4
    private static let largestSlice = 16 * 1024
    private static let block = 1024

    /// Whether the block from `start` on has a `<`.
    private func hasMark(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        return memchr(base + start, Int32(UInt8(ascii: "<")), min(Self.block, bytes.count - start)) != nil
    }

    /// Parses the next bytes. Afterwards look at ``fault``.
    mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        guard fault == nil else { return }
        xmlParseChunk(context, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 0)
        if state.pointee.sawCallback {
            state.pointee.sawCallback = false
            fedSinceCallback = 0
        } else {
            fedSinceCallback += bytes.count
        }
        checkNames()
        let limit = state.pointee.options.limits.token
        if fault == nil, fedSinceCallback > limit {
            let place = XMLCallbacks.position(context)
            state.pointee.refuse(
                "an attribute, text or comment is longer than \(limit) bytes (maxTokenSize)", line: place.line,
                column: place.column)
        }
    }

    /// Names are kept until the document ends, by libxml2 and by the table of keys.
    private func checkNames() {
        let limit = state.pointee.options.limits.names
        guard fault == nil, Int(xmlDictSize(context.pointee.dict)) > limit else { return }
        let place = XMLCallbacks.position(context)
        state.pointee.refuse(
            "the document has more than \(limit) different names of elements and attributes (maxNames)",
            line: place.line, column: place.column)
    }

    /// Refuses the document where it stands.
    mutating func refuse(_ reason: String) {
        let place = XMLCallbacks.position(context)
        state.pointee.refuse(reason, line: place.line, column: place.column)
    }

    /// Says that the document ends here. Afterwards look at ``fault``.
    mutating func finish() {
        guard fault == nil else { return }
        state.pointee.isEnding = true
        xmlParseChunk(context, nil, 0, 1)
        guard fault == nil, context.pointee.wellFormed == 0 || state.pointee.depth > 0 || !state.pointee.hasRoot else {
            return
        }
        let place = XMLCallbacks.position(context)
        state.pointee.refuse(state.pointee.truncation, line: place.line, column: place.column)
    }

    /// Exchanges the finished records for an empty batch.
    mutating func exchange(_ batch: inout RecordBatch) {
        state.pointee.exchange(&batch)
    }
}
