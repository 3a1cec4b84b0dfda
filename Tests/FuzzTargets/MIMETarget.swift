import PrintDocuments

/// Reads a package whole and in pieces, with a large window and the smallest: the parts and the fault are the same.
enum MIMETarget {
    private struct Parts: Equatable {
        var headers: [PartHeader] = []
        var contents: [Content] = []
        var fault: String?
        /// Whether each place of a part lies within the package.
        var placesAreInside = true

        init(_ source: any ByteSource, step: Int, windowSize: Int, lines: Int) {
            let reader = MultipartReader(source, windowSize: windowSize)
            do {
                while let header = try reader.nextPart() {
                    headers.append(header)
                    contents.append(Content(step: step, reader.read))
                    for line in [0, 1, 2, 1000] {
                        let place = reader.place(line: line, column: line)
                        if line < 2, !(1...lines).contains(place.line) { placesAreInside = false }
                    }
                }
            } catch {
                fault = "\(error)"
            }
        }
    }

    static func findings(_ input: [UInt8]) -> [String] {
        let lines = 1 + input.count { $0 == UInt8(ascii: "\n") }
        let whole = Parts(MemorySource(input), step: 4096, windowSize: 64 * 1024, lines: lines)
        let split = Parts(Pieces(input), step: 1 + input.count % 37, windowSize: 1, lines: lines)
        var findings: [String] = []
        if whole != split { findings.append("the package depends on how it arrives: \(whole) and \(split)") }
        if !whole.placesAreInside { findings.append("a part lies outside of its package") }
        // Told and opened as the reader does it, whatever it is.
        if let package = try? Package.open(Pieces(input), name: "a.mjm") {
            switch package {
            case .document(let source): _ = Content(step: 1024, source.read)
            case .parts(let reader): while (try? reader.nextPart()) ?? nil != nil {}
            }
        }
        return findings
    }
}
