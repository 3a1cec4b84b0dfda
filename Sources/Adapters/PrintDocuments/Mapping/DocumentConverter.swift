import AdapterAPI
import CLibXML2
import Glibc

/// Makes records of a document's elements as they pass: the state machine behind the parser's callbacks.
///
/// It sees starts, ends and texts; it decides what is a wrapper, what is a record and what is dropped, and leaves
/// finished records in ``batch``. It does no input or output. What differs between kinds of document stands in
/// extensions: production data, messages, audits.
struct DocumentConverter: ~Copyable {
    let options: PrintDocumentOptions
    let origin: DocumentOrigin

    /// Finished records that nobody has taken yet.
    var batch: RecordBatch
    /// Records found so far, those of earlier readings and earlier parts included. A DeviceInfo of a Status message counts
    /// as one whether or not it makes an event, so that the number does not depend on counters remembered.
    var recordsTaken: Int
    private(set) var fault: DocumentFault?
    /// Open elements.
    private(set) var depth = 0
    /// Whether the root has been seen.
    private(set) var hasRoot = false
    /// The parser, for positions and for stopping it; it outlives every callback.
    var context: xmlParserCtxtPtr?
    /// Whether the parser has been told that the document ends.
    var isEnding = false
    /// Set by every callback: the parser's shell uses it to see that a token does not end.
    var sawCallback = false

    var keys = KeyTable()
    private var forms = AttributeForms()
    var payload = PayloadBuilder()
    var shape = DocumentShape.whole
    var root = Wrapper()
    var message = Wrapper()
    var prefix = RawBuffer(capacity: 512)
    var rootKey = RawBuffer(capacity: 64)
    private var suffix: StaticString = ""
    /// Elements outside of records have no meaning below this depth.
    var outsideDepth = Int.max
    /// The depth of the open record, or 0.
    private(set) var recordDepth = 0
    /// The depth of the element that is dropped with all below it, or 0.
    private var droppedDepth = 0
    var isTooLarge = false
    var recordTime = RecordTime()
    var recordOrigin = Record.Origin(line: 0)
    var recordKind = 0
    var kinds = KindCache()
    var assets = AssetCache()
    /// Records of the batch that took the document's own time.
    var fallbacks = 0

    // Messages and audits: what they say of machine and time, and their identity.
    var facts = RecordFacts()
    var rootFacts = RecordFacts()
    var recordHash = RecordHash()
    /// Whether the open record's identity is its own content, and its parts are looked at.
    var isOwnIdentity = false
    var ordinals = OrdinalTable()
    // Messages.
    var statuses = StatusCollector()
    var isStatusMessage = false
    /// The identity of the open message once its raw event was made; its statuses follow from it.
    var messageIdentity: ContentHash?
    var statusOrdinal: UInt64 = 0
    var subtype = RawBuffer(capacity: 64)
    var deviceInfoCount = 0
    var isInDeviceInfo = false
    var counters: CounterMemory
    var messages = MessageList()
    /// The document's hash, once a record needed it.
    var documentHash: ContentHash?
    // Production data: whether the open element of depth 2 is a Message, and for which record's key in it the prefix
    // stands, or -1.
    var inMessage = false
    var prefixKey: Int32 = -1
    // Audits.
    var nodes = JobNodes()
    /// The depth of the open AuditPool, or 0.
    var poolDepth = 0

    init(options: PrintDocumentOptions, origin: DocumentOrigin, recordsTaken: Int = 0) {
        self.options = options
        self.origin = origin
        self.recordsTaken = recordsTaken
        counters = origin.counters
        batch = RecordBatch(document: origin.name)
    }

    /// Bytes that every record repeats from its wrappers.
    var wrapperBytes: Int { root.byteCount + message.byteCount + nodes.members.count }

    /// Exchanges the finished records for an empty batch.
    mutating func exchange(_ other: inout RecordBatch) {
        if fallbacks > 0 { batch.count("timestamp_fallback", fallbacks) }
        fallbacks = 0
        if counters.isChanged { batch.memory = counters.encoded() }
        swap(&batch, &other)
        batch.document = other.document
        kinds.forget()
        assets.forget()
    }

    /// What to say of a document that ends too early.
    var truncation: String {
        if !hasRoot { return "not XML: the file ends before an element begins" }
        return "the document ends inside \(depth) open element\(depth == 1 ? "" : "s"): "
            + "it was cut off, or is still being written"
    }

    /// Notes why the document is refused; the first reason counts. Line and column are the parser's.
    mutating func refuse(_ reason: String, line: Int, column: Int) {
        if fault == nil {
            let place = origin.place(Record.Origin(line: line, column: column))
            fault = DocumentFault(line: place.line, column: place.column, reason: reason, recordsTaken: recordsTaken)
        }
    }

    /// An element starts. Returns false when the document is refused.
    @inline(__always)
    mutating func start(_ name: Name, _ attributes: Attributes, at position: () -> Record.Origin) -> Bool {
        sawCallback = true
        depth += 1
        guard checkDepth(position) else { return false }
        if droppedDepth != 0 || (recordDepth == 0 && depth > outsideDepth) { return true }
        let place = keys.place(of: name)
        if place.pointee.entry.isPersonalElement && !options.keepsPersonalData {
            let entry = place.pointee.entry
            droppedDepth = depth
            remark("\(name.localText) is left out with all below it: personal data", position)
            return depth > 1 || startDroppedRoot(name, entry, position)
        }
        if recordDepth != 0 {
            if isOwnIdentity { return startObserved(place.pointee.entry, attributes, position) }
            if !isTooLarge { payload.openChild(place.pointee.entry.key, keys.bytes(of: place.pointee.entry)) }
            takeAttributes(attributes, place.pointee.entry.key, place.pointee.entry.keyHash)
            if payload.out.count > largestOpen { isTooLarge = true }
            return true
        }
        return startOutside(name, place.pointee.entry, attributes, position)
    }

    /// An element starts in a record whose identity is its own content. Returns true.
    @inline(never)
    private mutating func startObserved(
        _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) -> Bool {
        if !isTooLarge { payload.openChild(entry.key, keys.bytes(of: entry)) }
        takeAttributes(attributes, entry.key, entry.keyHash)
        if depth <= recordDepth + 3 { observe(entry, attributes, position) }
        if payload.out.count > largestOpen { isTooLarge = true }
        return true
    }

    /// An element ends.
    @inline(__always)
    mutating func end() {
        sawCallback = true
        if droppedDepth != 0 {
            if depth == droppedDepth { droppedDepth = 0 }
        } else if recordDepth != 0 {
            if isOwnIdentity {
                recordHash.end(text: isTooLarge ? UnsafeRawBufferPointer(start: nil, count: 0) : payload.currentText)
                if isStatusMessage { endObserved() }
            }
            if !isTooLarge, !payload.closeAtOnce() { payload.close(keys) }
            if depth == recordDepth { finishRecord() }
        } else if depth <= outsideDepth, case .audits = shape {
            endOutsideAudit()
        }
        depth -= 1
    }

    /// Text or CDATA. Returns false when the document is refused.
    @inline(__always)
    mutating func text(_ source: UnsafePointer<UInt8>, _ length: Int, at position: () -> Record.Origin) -> Bool {
        sawCallback = true
        guard recordDepth != 0, droppedDepth == 0, !isTooLarge else { return true }
        payload.text(source, length)
        guard payload.textLength <= options.limits.token else {
            let place = position()
            refuse(
                "a text is longer than \(options.limits.token) bytes (maxTokenSize)", line: place.line,
                column: place.column)
            return false
        }
        return true
    }

    @inline(__always)
    private mutating func checkDepth(_ position: () -> Record.Origin) -> Bool {
        if depth <= options.limits.depth { return true }
        let place = position()
        refuse(
            "elements are nested deeper than \(options.limits.depth) (maxDepth)", line: place.line,
            column: place.column)
        return false
    }

    /// Takes the attributes of an element of the record, of which the key and its hash are given.
    @inline(__always)
    private mutating func takeAttributes(
        _ attributes: Attributes, _ elementKey: Int32, _ elementHash: UInt64, isRecord: Bool = false
    ) {
        if isTooLarge && !isOwnIdentity { return }
        guard attributes.count > 0 else {
            if isOwnIdentity { recordHash.element(elementHash, high: 0, low: 0) }
            return
        }
        guard !isTooLarge, let form = forms.match(elementKey, attributes), form.length <= PayloadBuilder.longestForm
        else { return takeOtherAttributes(attributes, elementKey, elementHash, isRecord: isRecord) }
        payload.attributes(form, attributes)
        if isOwnIdentity {
            var high: UInt64 = 0
            var low: UInt64 = 0
            for index in 0..<attributes.count {
                let hash = RecordHash.attribute((form.first + index).pointee.keyHash, attributes.value(index))
                high &+= hash.high
                low &+= hash.low
            }
            recordHash.element(elementHash, high: high, low: low)
        } else if isRecord && form.hasTimes {
            for index in 0..<attributes.count {
                recordTime.take((form.first + index).pointee.role, attributes.value(index), options.zone)
            }
        }
    }

    /// The same of attributes whose form is not known.
    @inline(never)
    private mutating func takeOtherAttributes(
        _ attributes: Attributes, _ elementKey: Int32, _ elementHash: UInt64, isRecord: Bool
    ) {
        // Looking for a key that returns takes time by the square of their number.
        let areMany = attributes.count > Self.manyAttributes
        var high: UInt64 = 0
        var low: UInt64 = 0
        var areAllTaken = !isTooLarge
        let collisions = payload.collisions
        for index in 0..<attributes.count {
            let entry = keys.entry(of: attributes.name(index))
            let value = attributes.value(index)
            guard !entry.isDropped, !entry.isPersonalAttribute || options.keepsPersonalData,
                let base = value.baseAddress
            else {
                areAllTaken = false
                continue
            }
            if isRecord && !isOwnIdentity { recordTime.take(entry.role, value, options.zone) }
            if !isTooLarge { payload.attribute(entry.key, keys.bytes(of: entry), base, value.count) }
            if areMany, payload.out.count > options.limits.payload { isTooLarge = true }
            if isOwnIdentity {
                let hash = RecordHash.attribute(entry.keyHash, value)
                high &+= hash.high
                low &+= hash.low
            }
        }
        if isOwnIdentity { recordHash.element(elementHash, high: high, low: low) }
        if areAllTaken, collisions == payload.collisions { forms.note(elementKey, attributes, &keys) }
    }

    /// An element that is in no record: the root, a wrapper, the start of a record, or nothing.
    private mutating func startOutside(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) -> Bool {
        if depth == 1 { return startRoot(name, entry, attributes, position) }
        switch shape {
        case .productionData: startInProductionData(name, entry, attributes, position)
        case .messages(let isXJMF): startInMessages(name, entry, attributes, isXJMF: isXJMF, position)
        case .audits(let isXJDF): startInAudits(name, entry, attributes, isXJDF: isXJDF, position)
        case .named:
            if options.recordNames.contains(name.localText) {
                beginPrefix()
                root.write(to: &prefix, without: entry.key)
                openArray(entry)
                begin(name, entry, attributes, suffix: "]}}", position)
            }
        case .whole, .unknown:
            break
        }
        return true
    }

    /// A root that is personal data as a whole: nothing comes of it, but it must be one that may come.
    private mutating func startDroppedRoot(
        _ name: Name, _ entry: KeyTable.Entry, _ position: () -> Record.Origin
    ) -> Bool {
        hasRoot = true
        shape = DocumentShape.of(root: name, isCIP4: entry.isCIP4, options: options)
        guard case .unknown(let reason) = shape else { return true }
        let place = position()
        refuse(reason, line: place.line, column: place.column)
        return false
    }

    private mutating func startRoot(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) -> Bool {
        hasRoot = true
        shape = DocumentShape.of(root: name, isCIP4: entry.isCIP4, options: options)
        let meaning = options.explains ? shape.words : ""
        remark("\(name.localText) is read as \(meaning)", position)
        rootKey.append(UInt8(ascii: "{"))
        rootKey.append(keys.bytes(of: entry))
        switch shape {
        case .unknown(let reason):
            let place = position()
            refuse(reason, line: place.line, column: place.column)
            return false
        case .whole:
            prefix.append(rootKey.bytes)
            begin(name, entry, attributes, suffix: "}", position)
        case .productionData:
            outsideDepth = 3
            loadRoot(attributes)
        case .messages(let isXJMF):
            outsideDepth = options.collectsMessages ? 3 : 2
            loadRoot(attributes)
            noteMessageRoot(name, attributes, isXJMF: isXJMF)
        case .audits:
            outsideDepth = 2
            let values = AttributeValues(attributes, &keys)
            rootFacts.note(.own, values[.timeStamp], options.zone)
            nodes.open(values, depth: 1)
        case .named:
            loadRoot(attributes)
        }
        return true
    }

    private mutating func loadRoot(_ attributes: Attributes) {
        batch.countCollisions(root.load(attributes, &keys, options: options))
    }

    /// Notes something for `--explain`.
    @inline(__always)
    mutating func remark(_ words: @autoclosure () -> String, _ position: () -> Record.Origin) {
        if options.explains { batch.remark(words(), at: origin.place(position())) }
    }

    /// Starts what stands before a record: `{"root":{`.
    mutating func beginPrefix() {
        prefix.truncate(to: 0)
        prefix.append(rootKey.bytes)
        prefix.append(UInt8(ascii: "{"))
    }

    /// Appends `"key":[` to what stands before a record.
    mutating func openArray(_ entry: KeyTable.Entry) {
        prefix.appendKey(keys.bytes(of: entry))
        prefix.append(UInt8(ascii: "["))
    }

    /// Begins a record whose subtype is its name.
    mutating func begin(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, suffix: StaticString,
        _ position: () -> Record.Origin
    ) {
        if let known = kinds.index(name: name) {
            recordKind = known
        } else {
            chooseKind(UnsafeRawBufferPointer(start: name.local, count: strlen(name.local)))
            kinds.note(name: name, index: recordKind)
        }
        beginRecord(entry, attributes, suffix: suffix, position)
    }

    /// Chooses the next record's kind, from the subtype that the document gives.
    mutating func chooseKind(_ subtype: UnsafeRawBufferPointer) {
        if let known = kinds.index(subtype: subtype) {
            recordKind = known
            return
        }
        recordKind = batch.index(
            of: RecordKind(
                eventType: options.eventType ?? shape.eventType,
                eventSubtype: options.eventSubtype ?? String(decoding: subtype, as: UTF8.self)))
        kinds.note(subtype: subtype, index: recordKind)
    }

    /// Begins a record of the kind that was chosen.
    mutating func beginRecord(
        _ entry: KeyTable.Entry, _ attributes: Attributes, suffix: StaticString, _ position: () -> Record.Origin
    ) {
        recordDepth = depth
        recordOrigin = origin.place(position())
        recordTime = RecordTime()
        isTooLarge = false
        self.suffix = suffix
        payload.begin(prefix: prefix.bytes)
        payload.open()
        if isOwnIdentity {
            facts.begin()
            recordHash.begin()
        }
        takeAttributes(attributes, entry.key, entry.keyHash, isRecord: true)
    }

    private mutating func finishRecord() {
        recordDepth = 0
        switch shape {
        case .messages: finishMessage()
        case .audits: finishAudit()
        case .productionData, .whole, .named, .unknown: finishPositioned()
        }
    }

    /// Ends the record's JSON and hands it over under an identity.
    mutating func append(
        time: Timestamp?, asset: Int?, identity: ContentHash, dropsRepeats: Bool, explanation: () -> RecordExplanation
    ) {
        if let time {
            append(
                at: time, isFallback: false, asset: asset, identity: identity, dropsRepeats: dropsRepeats,
                explanation: explanation)
        } else {
            append(
                at: origin.fallbackTime, isFallback: true, asset: asset, identity: identity,
                dropsRepeats: dropsRepeats, explanation: explanation)
        }
    }

    /// The same with a time that is the record's, or the document's own.
    mutating func append(
        at time: Timestamp, isFallback: Bool, asset: Int?, identity: ContentHash, dropsRepeats: Bool,
        explanation: () -> RecordExplanation
    ) {
        if isFallback { fallbacks += 1 }
        batch.countCollisions(payload.collisions)
        if !isTooLarge { payload.finish(suffix: suffix) }
        let refused = isTooLarge || payload.out.count > options.limits.payload
        let isCut = isTooLarge || payload.out.count > options.limits.kept
        if isCut { payload.discard(beyond: options.limits.kept) }
        if options.explains { batch.explain(explanation().text(fallback: isFallback)) }
        batch.append(
            payload: payload.out.bytes, kind: recordKind, assetKey: asset, time: time,
            identity: identity, origin: recordOrigin,
            refusal: refused ? tooLarge(isCut: isCut, kept: payload.out.count) : nil,
            dropsRepeats: dropsRepeats)
    }

    /// The identity of a record that is the same wherever it returns: its own hash, and its ordinal among equal ones.
    mutating func ownIdentity() -> ContentHash {
        let hash = recordHash.value
        return hash.mixed(with: ordinals.next(hash) ?? UInt64(recordsTaken) | 1 << 63)
    }

    /// What is said of a record that is too large.
    func tooLarge(isCut: Bool, kept: Int) -> String {
        "too_large: the record is larger than \(options.limits.payload) bytes"
            + (isCut ? "; only its first \(kept) bytes are kept" : "")
    }

    /// Bytes of a record from which on no more of it is taken: it will be a dead letter, and enough of it is kept.
    private var largestOpen: Int { max(options.limits.payload * 2, options.limits.kept) }

    /// Attributes of one element from which on it is looked during each whether the record has become too large.
    private static let manyAttributes = 64
}

extension RecordBatch {
    mutating func countCollisions(_ number: Int) {
        if number > 0 { count("key_collision", number) }
    }
}
