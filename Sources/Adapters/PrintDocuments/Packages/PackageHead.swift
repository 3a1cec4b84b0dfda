/// How MIME packages begin.
enum PackageHead {
    static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

    /// Whether bytes begin with the headers of a MIME message or, as some senders write, with a delimiter at once.
    static func beginsMultipart(_ head: [UInt8]) -> Bool {
        var bytes = head[...]
        if bytes.starts(with: byteOrderMark) { bytes.removeFirst(byteOrderMark.count) }
        let text = bytes.drop(while: HeaderText.isSpace)
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let first = lines.first else { return false }
        if boundary(inDelimiter: Array(first)) != nil {
            guard lines.count > 1 else { return false }
            let second = lines[1].drop(while: HeaderText.isSpace)
            guard second.isEmpty else { return isField("content-", second) }
            return lines.dropFirst(2).first { !$0.allSatisfy(HeaderText.isSpace) }?.first == UInt8(ascii: "<")
        }
        guard HeaderText.nameLength(first) != nil else { return false }
        for line in lines {
            if line.allSatisfy(HeaderText.isSpace) { return false }
            if isField("mime-version:", line) { return true }
            if isField("content-type:", line) {
                let value = line.dropFirst("content-type:".utf8.count).drop(while: HeaderText.isSpace)
                if isField("multipart/", value) { return true }
            }
        }
        return false
    }

    /// The boundary of a line that looks like a delimiter: `--` and something, without white space at the end.
    static func boundary(inDelimiter line: [UInt8]) -> [UInt8]? {
        guard line.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")]) else { return nil }
        var boundary = line[2...]
        while let last = boundary.last, HeaderText.isSpace(last) { boundary.removeLast() }
        return boundary.isEmpty || boundary.contains(0) ? nil : Array(boundary)
    }

    private static func isField(_ lowercased: String, _ line: some Collection<UInt8>) -> Bool {
        line.prefix(lowercased.utf8.count).elementsEqual(lowercased.utf8) { byte, wanted in
            (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte) == wanted
        }
    }
}
