import AdapterAPI

/// The parts of a MIME package (RFC 2045, 2046 section 5.1, 2387), one after another, each decoded while it is read.
///
/// Memory is a window and some decoded bytes, whatever the size of the parts. Nested packages are walked depth first. No
/// part is written anywhere: what its Content-ID or file name says is never a path.
final class MultipartReader {
    private let limits: PackageLimits
    private var scanner: BoundaryScanner
    private var headers: PartHeaderReader
    private var state = State.beginning
    private var content: PartContent?
    private var parts = 0
    /// Multipart containers within the limit of parts: they are counted with them.
    private var containers = 0

    private enum State {
        case beginning
        /// Inside a part's content, or after it, before a delimiter.
        case body
        /// Inside the content of a message that is no package: it goes on to the end.
        case single
        case ended
        case failed(any Error)
    }

    /// `contentType` is the header's value for a body that came over HTTP, where the boundary is there and not in the
    /// body; nil for a file, which begins with headers of its own or with a delimiter. `windowSize` is in bytes.
    init(
        _ source: any ByteSource, contentType: String? = nil, limits: PackageLimits = PackageLimits(),
        windowSize: Int = 64 * 1024
    ) {
        self.limits = limits
        scanner = BoundaryScanner(source, windowSize: windowSize)
        headers = PartHeaderReader(limits: limits, outer: contentType.map(MediaType.init))
    }

    /// Goes to the next part, over what was not read of the present one; nil after the last.
    /// - Throws: `DocumentFault` with the package's line; the parts before it stand. The same again when called again.
    func nextPart() throws -> PartHeader? {
        content = nil
        if case .failed(let fault) = state { throw fault }
        do {
            return try advance()
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Gives the next bytes of the present part's content, decoded; 0 at its end.
    /// - Throws: `DocumentFault` with the package's line and column when the content is not what its transfer encoding
    ///   says, or when the package ends inside it. The part's other bytes were given; ``nextPart()`` may go on.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard content != nil else { return 0 }
        let got = try content?.read(into: buffer, &scanner) ?? 0
        if got == 0, scanner.isCutShort, case .body = state { throw truncation() }
        return got
    }

    /// The package's line and column of a place in the present part's content, all from 1; the column is 0 where the
    /// content is encoded. Exact for parts of up to some thousand lines, near beyond.
    func place(line: Int, column: Int) -> (line: Int, column: Int) {
        content?.places.inFile(line: line, column: column) ?? (line, column)
    }

    private func advance() throws -> PartHeader? {
        switch state {
        case .beginning:
            switch try headers.begin(&scanner) {
            case .package: state = .body
            case .message(let header):
                state = .single
                parts = 1
                return try open(header)
            }
        case .single: return try end()
        case .ended: return nil
        case .body, .failed: break
        }
        while true {
            try skipBody()
            guard let delimiter = scanner.takeDelimiter() else { throw truncation() }
            scanner.boundaries.removeLast(scanner.boundaries.count - delimiter.level - 1)
            if delimiter.isClose {
                if delimiter.level == 0 { return try end() }
                scanner.boundaries.removeLast()
                scanner.beginBody()
                continue
            }
            guard parts + containers < limits.parts else {
                throw fault("the package has more than \(limits.parts) parts (maxParts)")
            }
            switch try headers.next(&scanner, ordinal: parts + 1) {
            case .package: containers += 1
            case .message(let header):
                parts += 1
                return try open(header)
            }
        }
    }

    private func open(_ header: PartHeader) throws -> PartHeader {
        var header = header
        let content = PartContent(header)
        self.content = content
        if XMLContent.isXML(type: header.contentType) == nil {
            header.isXML = XMLContent.begins(try content.peek(XMLContent.probe, &scanner))
        }
        return header
    }

    private func skipBody() throws {
        while true {
            let count = try scanner.body().count
            if count == 0 { return }
            scanner.consume(count)
        }
    }

    /// Reads what follows the package, so that a source with a checksum at its end comes to it.
    private func end() throws -> PartHeader? {
        scanner.beginBody()
        try skipBody()
        if scanner.takeDelimiter() != nil {
            throw fault("a part follows the package's closing delimiter: one file must hold one package")
        }
        state = .ended
        return nil
    }

    private func truncation() -> DocumentFault {
        let place = parts == 0 ? "before its first part" : "in part \(parts)"
        return fault("the package ends \(place), without its closing delimiter: it was cut short; send it again")
    }

    private func fault(_ reason: String) -> DocumentFault { DocumentFault(line: scanner.line, reason: reason) }
}
