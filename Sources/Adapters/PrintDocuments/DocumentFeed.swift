import AdapterAPI

/// Parses a document, or the XML parts of a package one after another, a slice at a time, into records.
///
/// A part that is refused does not stop the parts behind it: its fault is kept and thrown at the end.
final class DocumentFeed {
    private let options: PrintDocumentOptions
    private let origin: DocumentOrigin
    private let package: Package
    private var parser: XMLPushParser?
    /// What the open parser reads.
    private var source: (any ByteSource)?
    private var part: PartHeader?
    private let buffer: UnsafeMutableRawBufferPointer
    private var filled = 0
    private var fed = 0
    private var isAtEnd = false
    private var fault: DocumentFault?
    /// Whether the open document cannot be read on; the fault is noted.
    private var isDamaged = false
    private var counters: CounterMemory

    /// Records found so far, those of earlier readings included.
    private(set) var recordsTaken = 0
    /// Parts that are no XML, or XML of a kind that packages carry along, such as pictures.
    private(set) var ignoredParts = 0
    /// The messages of the documents so far and the first one's root, when options ask for them.
    private(set) var messages = MessageList()

    /// Limits on what is held at once, for a reading that takes all of a body in one batch.
    struct Holding {
        /// Bytes of records, about.
        var bytes = Int.max
        var messages = Int.max
    }
    private let holding: Holding

    private static let bufferSize = 64 * 1024

    init(
        _ package: Package, options: PrintDocumentOptions, origin: DocumentOrigin, holding: Holding = Holding()
    ) {
        self.holding = holding
        self.package = package
        self.options = options
        self.origin = origin
        counters = origin.counters
        buffer = .allocate(byteCount: Self.bufferSize, alignment: Document.page)
    }

    deinit { buffer.deallocate() }

    /// Parses on until the batch is full, or to the end with `all`. Returns whether there is more.
    /// - Throws: `DocumentFault` at the end when the document or a part was refused; the batch holds what came before it.
    ///   Whatever the source throws.
    func fill(_ batch: inout RecordBatch, all: Bool = false) throws -> Bool {
        while !isAtEnd {
            if parser == nil, try !open(&batch) {
                isAtEnd = true
            } else if try parse(&batch, stopsWhenFull: !all) {
                return true
            }
        }
        if ignoredParts > 0 {
            batch.count("part_ignored", ignoredParts)
            ignoredParts = 0
        }
        if let fault {
            self.fault = nil
            throw fault
        }
        return false
    }

    /// Parses the open document. Returns whether it stopped because the batch is full; otherwise the document has ended.
    private func parse(_ batch: inout RecordBatch, stopsWhenFull: Bool) throws -> Bool {
        while parser?.fault == nil {
            if fed == filled {
                guard try read() else { break }
            }
            let rest = UnsafeRawBufferPointer(rebasing: buffer[fed..<filled])
            let size = parser?.sliceSize(of: rest) ?? 0
            parser?.feed(UnsafeRawBufferPointer(rebasing: rest[..<size]))
            fed += size
            if !stopsWhenFull { checkHolding() }
            if stopsWhenFull, parser?.isBatchFull ?? false {
                recordsTaken = parser?.recordsTaken ?? recordsTaken
                parser?.exchange(&batch)
                if let failure = origin.identity.failure { throw failure }
                return true
            }
        }
        close(&batch)
        if let failure = origin.identity.failure { throw failure }
        return false
    }

    /// Refuses a document that makes more than may be held at once.
    private func checkHolding() {
        if parser?.batchBytes ?? 0 > holding.bytes {
            parser?.refuse("it makes more than \(holding.bytes) bytes of events, too much for one body")
        } else if messages.messages.count + (parser?.messageCount ?? 0) > holding.messages {
            parser?.refuse("it holds more than \(holding.messages) messages, too many for one body")
        }
    }

    /// Reads on. Returns whether there was something: what is damaged ends here too.
    private func read(atMost limit: Int = bufferSize) throws -> Bool {
        fed = 0
        filled = 0
        do {
            filled = try source?.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<limit])) ?? 0
        } catch let damage as DocumentFault {
            note(damage)
            isDamaged = true
        }
        return filled > 0
    }

    /// Opens the next document. Returns false when there is none.
    private func open(_ batch: inout RecordBatch) throws -> Bool {
        var origin = origin
        switch package {
        case .document(let source):
            guard self.source == nil else { return false }
            self.source = source
        case .parts(let reader):
            guard let header = try nextXMLPart(of: reader) else { return false }
            part = header
            source = PartSource(reader)
            origin.identity = origin.identity.part(header.ordinal)
            origin.package = reader
        }
        isDamaged = false
        var head: [UInt8] = []
        while head.count < XMLPushParser.encodingProbe, try read(atMost: XMLPushParser.encodingProbe - head.count) {
            head += buffer[..<filled]
        }
        fed = filled
        origin.counters = counters
        var converter = DocumentConverter(options: options, origin: origin, recordsTaken: recordsTaken)
        converter.exchange(&batch)
        parser = XMLPushParser(converter, head: head)
        guard parser != nil else { throw FileFault(path: origin.name, action: "parse", text: "out of memory") }
        return true
    }

    private func nextXMLPart(of reader: MultipartReader) throws -> PartHeader? {
        do {
            while let header = try reader.nextPart() {
                if header.isXML { return header }
                ignoredParts += 1
            }
        } catch let damage as DocumentFault {
            note(damage)
        }
        return nil
    }

    /// Ends the open document and takes its records.
    private func close(_ batch: inout RecordBatch) {
        if !isDamaged { parser?.finish() }
        recordsTaken = parser?.recordsTaken ?? recordsTaken
        if options.collectsMessages, let found = parser?.messages {
            messages.messages += found.messages
            messages.root = messages.root ?? found.root
        }
        if let refused = parser?.fault {
            if parser?.hasUnknownRoot ?? false, part?.isCarriedAlong ?? false {
                ignoredParts += 1
            } else {
                note(refused)
            }
        }
        counters = parser?.counters ?? counters
        parser?.exchange(&batch)
        parser = nil
    }

    private func note(_ found: DocumentFault) {
        guard fault == nil else { return }
        fault = found
        fault?.recordsTaken = recordsTaken
    }
}

extension PartHeader {
    /// Whether the part is XML of another trade, such as a picture (`image/svg+xml`): where its root is not known, it is
    /// ignored as other parts are, and not refused.
    fileprivate var isCarriedAlong: Bool { contentType.hasSuffix("+xml") && !contentType.contains("cip4") }
}
