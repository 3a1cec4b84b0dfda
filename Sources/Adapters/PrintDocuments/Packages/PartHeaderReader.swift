import AdapterAPI

/// Reads the headers of a package and of its parts, and opens nested packages.
struct PartHeaderReader {
    enum Opened {
        /// A package: its first delimiter follows.
        case package
        /// A part or, outside all packages, a message: its content follows.
        case message(PartHeader)
    }

    let limits: PackageLimits
    /// The media type that came outside of the package, with HTTP.
    let outer: MediaType?

    /// Reads how the package begins.
    func begin(_ scanner: inout BoundaryScanner) throws -> Opened {
        if let outer, outer.isMultipart, let boundary = outer.boundary {
            return try package(boundary: Array(boundary.utf8), &scanner)
        }
        if try scanner.begins(with: PackageHead.byteOrderMark) { scanner.skip(PackageHead.byteOrderMark.count) }
        while let next = try scanner.peek(), HeaderText.isSpace(next) { scanner.skip(1) }
        let line = scanner.line
        let block = try fields(&scanner)
        let type = MediaType(block["content-type"] ?? "")
        if let boundary = type.boundary, type.isMultipart {
            return try package(boundary: Array(boundary.utf8), &scanner)
        }
        if let boundary = try boundaryOfDelimiter(&scanner) { return try package(boundary: boundary, &scanner) }
        guard !block.isEmpty, !type.isMultipart else {
            throw DocumentFault(
                line: line,
                reason: "a package of parts was expected, but no boundary is known: neither a Content-Type header "
                    + "names one nor does the first line begin with --")
        }
        scanner.beginBody()
        return .message(header(block, type, ordinal: 1, headerLine: line, scanner.line))
    }

    /// Reads the header of the next part.
    func next(_ scanner: inout BoundaryScanner, ordinal: Int) throws -> Opened {
        let line = scanner.line
        let block = try fields(&scanner)
        let type = MediaType(block["content-type"] ?? "")
        guard type.isMultipart else {
            scanner.beginBody()
            return .message(header(block, type, ordinal: ordinal, headerLine: line, scanner.line))
        }
        guard scanner.boundaries.count < limits.nesting else {
            throw DocumentFault(
                line: line, reason: "packages lie more than \(limits.nesting) deep inside one another (maxPackageDepth)"
            )
        }
        guard TransferEncoding(block["content-transfer-encoding"]) == .verbatim else {
            throw DocumentFault(
                line: line, reason: "a nested package is encoded; only its parts may be (RFC 2045 section 6.4)")
        }
        guard let boundary = try type.boundary.map({ Array($0.utf8) }) ?? boundaryOfDelimiter(&scanner) else {
            throw DocumentFault(line: line, reason: "a nested package's Content-Type names no boundary")
        }
        return try package(boundary: boundary, &scanner)
    }

    private func package(boundary: [UInt8], _ scanner: inout BoundaryScanner) throws -> Opened {
        guard boundary.count <= BoundaryScanner.longestBoundary else {
            throw DocumentFault(
                line: scanner.line, reason: "a boundary is longer than \(BoundaryScanner.longestBoundary) bytes")
        }
        scanner.boundaries.append(boundary)
        scanner.beginBody()
        return .package
    }

    /// Reads header lines up to and with the blank line after them. Where that is missing they end before a delimiter,
    /// before a line that begins with `<`, which no header does, and at the end of the source.
    private func fields(_ scanner: inout BoundaryScanner) throws -> HeaderBlock {
        var block = HeaderBlock()
        var left = limits.header
        while let next = try scanner.peek(), next != UInt8(ascii: "<") {
            let endsHere =
                scanner.boundaries.isEmpty ? try scanner.begins(with: Array("--".utf8)) : try scanner.isAtDelimiter()
            if endsHere { break }
            let line = scanner.line
            guard let text = try scanner.takeLine(limit: left) else {
                throw DocumentFault(
                    line: line, reason: "a part's header is longer than \(limits.header) bytes (maxPartHeaderSize)")
            }
            if text.isEmpty { break }
            left -= text.count
            block.take(text)
        }
        return block
    }

    /// The boundary of the delimiter that follows at once, past blank lines.
    private func boundaryOfDelimiter(_ scanner: inout BoundaryScanner) throws -> [UInt8]? {
        while let next = try scanner.peek(), HeaderText.isSpace(next) { scanner.skip(1) }
        return PackageHead.boundary(inDelimiter: try scanner.peekLine())
    }

    private func header(
        _ block: HeaderBlock, _ type: MediaType, ordinal: Int, headerLine: Int, _ firstLine: Int
    ) -> PartHeader {
        PartHeader(
            ordinal: ordinal, contentType: type.name, charset: type.parameters["charset"]?.lowercased(),
            contentID: block["content-id"].map { $0.trimmingBrackets() },
            transferEncoding: TransferEncoding(block["content-transfer-encoding"]),
            isXML: XMLContent.isXML(type: type.name) ?? false, headerLine: headerLine, firstLine: firstLine)
    }
}

extension String {
    /// Without the angle brackets that a Content-ID has.
    fileprivate func trimmingBrackets() -> String {
        hasPrefix("<") && hasSuffix(">") && utf8.count >= 2 ? String(dropFirst().dropLast()) : self
    }
}
