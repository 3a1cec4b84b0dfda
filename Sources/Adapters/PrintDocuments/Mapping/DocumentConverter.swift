import AdapterAPI
import CLibXML2

/// Makes records of a document's elements as they pass: the state machine behind the parser's callbacks.
///
/// It sees starts, ends and texts; it decides what is a wrapper, what is a record and what is dropped, and leaves
/// finished records in ``batch``. It does no input or output.
struct DocumentConverter: ~Copyable {
    let options: PrintDocumentOptions
    let identity: ContentHash
    let fallbackTime: Timestamp
    /// Records taken in an earlier reading.
    let recordsToSkip: Int

    /// Finished records that nobody has taken yet.
    private(set) var batch: RecordBatch
    /// Records found so far, skipped ones included.
    private(set) var recordsTaken = 0
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

    private var keys = KeyTable()
    private var payload = PayloadBuilder()
    private var shape = DocumentShape.whole
    private var root = Wrapper()
    private var message = Wrapper()
    private var prefix = RawBuffer(capacity: 512)
    private var rootKey = RawBuffer(capacity: 64)
    private var suffix: StaticString = ""
    /// The depth of the open record, or 0.
    private var recordDepth = 0
    /// The depth of the element that is dropped with all below it, or 0.
    private var droppedDepth = 0
    private var isTooLarge = false
    private var recordTime = RecordTime()
    private var recordOrigin = Record.Origin(line: 0)
    private var kinds = KindCache()
    private var assets = AssetCache()
    /// Records of the batch that took the document's own time.
    private var fallbacks = 0

    init(
        options: PrintDocumentOptions, identity: ContentHash, fallbackTime: Timestamp, recordsToSkip: Int,
        document: String
    ) {
        self.options = options
        self.identity = identity
        self.fallbackTime = fallbackTime
        self.recordsToSkip = recordsToSkip
        batch = RecordBatch(document: document)
    }

    /// Bytes that every record repeats from its wrappers.
    var wrapperBytes: Int { root.byteCount + message.byteCount }

    /// Exchanges the finished records for an empty batch.
    mutating func exchange(_ other: inout RecordBatch) {
        if fallbacks > 0 { batch.count("timestamp_fallback", fallbacks) }
        fallbacks = 0
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

    /// Notes why the document is refused; the first reason counts.
    mutating func refuse(_ reason: String, line: Int, column: Int) {
        if fault == nil {
            fault = DocumentFault(line: line, column: column, reason: reason, recordsTaken: recordsTaken)
        }
    }

    /// An element starts. Returns false when the document is refused.
    @inline(__always)
    mutating func start(_ name: Name, _ attributes: Attributes, at position: () -> Record.Origin) -> Bool {
        sawCallback = true
        depth += 1
        if droppedDepth != 0 { return checkDepth(position) }
        guard checkDepth(position) else { return false }
        let entry = keys.entry(of: name)
        if entry.isPersonalElement && !options.keepsPersonalData {
            droppedDepth = depth
            return true
        }
        if recordDepth != 0 {
            if !isTooLarge {
                payload.openChild(entry.key, keys.bytes(of: entry))
                takeAttributes(attributes)
                if payload.out.count > options.limits.payload * 2 { isTooLarge = true }
            }
            return true
        }
        return startOutside(name, entry, attributes, position)
    }

    /// An element ends.
    @inline(__always)
    mutating func end() {
        sawCallback = true
        if droppedDepth != 0 {
            if depth == droppedDepth { droppedDepth = 0 }
        } else if recordDepth != 0 {
            if !isTooLarge { payload.close(keys) }
            if depth == recordDepth { finishRecord() }
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

    @inline(__always)
    private mutating func takeAttributes(_ attributes: Attributes, ofRecord: Bool = false) {
        for index in 0..<attributes.count {
            let entry = keys.entry(of: attributes.name(index))
            if entry.isDropped || (entry.isPersonalAttribute && !options.keepsPersonalData) { continue }
            let value = attributes.value(index)
            guard let base = value.baseAddress else { continue }
            if ofRecord { recordTime.take(entry.role, value, options.zone) }
            payload.attribute(entry.key, keys.bytes(of: entry), base, value.count)
        }
    }

    /// An element that is in no record: the root, a wrapper, the start of a record, or nothing.
    private mutating func startOutside(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) -> Bool {
        if depth == 1 { return startRoot(name, entry, attributes, position) }
        switch shape {
        case .productionData:
            if depth == 2 {
                inMessage = entry.isOwn && name.isLocal("Message")
                if inMessage { batch.countCollisions(message.load(attributes, &keys, options: options)) }
            } else if depth == 3, inMessage {
                startProductionRecord(name, entry, attributes, position)
            }
        case .named:
            if options.recordNames.contains(name.localText) {
                prefix.truncate(to: 0)
                prefix.append(rootKey.bytes)
                prefix.append(UInt8(ascii: "{"))
                root.write(to: &prefix, without: entry.key)
                prefix.appendKey(keys.bytes(of: entry))
                prefix.append(UInt8(ascii: "["))
                begin(name, attributes, suffix: "]}}", position)
            }
        case .whole, .unknown:
            break
        }
        return true
    }

    /// Whether the open element of depth 2 is a Message.
    private var inMessage = false

    private mutating func startRoot(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) -> Bool {
        hasRoot = true
        shape = DocumentShape.of(root: name, isOwn: entry.isOwn, options: options)
        rootKey.append(UInt8(ascii: "{"))
        rootKey.append(keys.bytes(of: entry))
        switch shape {
        case .unknown(let reason):
            let place = position()
            refuse(reason, line: place.line, column: place.column)
            return false
        case .whole:
            prefix.append(rootKey.bytes)
            begin(name, attributes, suffix: "}", position)
        case .productionData, .named:
            batch.countCollisions(root.load(attributes, &keys, options: options))
        }
        return true
    }

    private mutating func startProductionRecord(
        _ name: Name, _ entry: KeyTable.Entry, _ attributes: Attributes, _ position: () -> Record.Origin
    ) {
        prefix.truncate(to: 0)
        prefix.append(rootKey.bytes)
        prefix.append(UInt8(ascii: "{"))
        root.write(to: &prefix, without: KeyTable.message)
        prefix.append("\"message\":[{")
        message.write(to: &prefix, without: entry.key)
        prefix.appendKey(keys.bytes(of: entry))
        prefix.append(UInt8(ascii: "["))
        begin(name, attributes, suffix: "]}]}}", position)
    }

    private mutating func begin(
        _ name: Name, _ attributes: Attributes, suffix: StaticString, _ position: () -> Record.Origin
    ) {
        recordDepth = depth
        recordOrigin = position()
        recordTime = RecordTime()
        isTooLarge = false
        self.suffix = suffix
        kinds.choose(name, options, &batch, shape: shape)
        payload.begin(prefix: prefix.bytes)
        payload.open()
        takeAttributes(attributes, ofRecord: true)
    }

    private mutating func finishRecord() {
        recordDepth = 0
        recordsTaken += 1
        if recordsTaken <= recordsToSkip { return }
        payload.finish(suffix: suffix)
        var time = recordTime.best
        if time == nil, case .productionData = shape { time = message.time }
        if time == nil { time = root.time }
        if time == nil { fallbacks += 1 }
        var asset: Int?
        if case .productionData = shape, message.hasDeviceID {
            asset = assets.index(of: message.deviceID.bytes, in: &batch)
        }
        batch.countCollisions(payload.collisions)
        let refused = isTooLarge || payload.out.count > options.limits.payload
        if refused { payload.discard(beyond: Self.keptOfTooLarge) }
        batch.append(
            payload: payload.out.bytes, kind: kinds.index, assetKey: asset, time: time ?? fallbackTime,
            identity: identity.mixed(with: UInt64(recordsTaken)), origin: recordOrigin,
            refusal: refused ? "too_large: the record is larger than \(options.limits.payload) bytes" : nil)
    }

    /// Bytes of a record that is too large which go to the dead letters, to recognise it by.
    private static let keptOfTooLarge = 4096
}

extension RecordBatch {
    fileprivate mutating func countCollisions(_ number: Int) {
        if number > 0 { count("key_collision", number) }
    }
}
