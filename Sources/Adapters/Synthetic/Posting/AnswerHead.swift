/// What a receiver answered: the status, and what its head says about going on. RFC 9112, as much as a sender needs.
struct AnswerHead: Equatable, Sendable {
    var status: Int
    /// Bytes of the body; nil when the end of the connection ends it, or chunks do.
    var bodyLength: Int?
    /// Whether another request may follow on this connection.
    var keepsConnection: Bool
    /// How long to wait before the next try, in seconds.
    var retryAfter: Int?

    /// Why an answer is none.
    struct Fault: Error, Equatable {}

    /// Bytes of the longest head that is read.
    static let longest = 16 * 1024

    /// Reads the head at the start of `bytes`. Nil while its end has not come; then `consumed` is 0.
    static func read(_ bytes: [UInt8], consumed: inout Int) throws(Fault) -> AnswerHead? {
        consumed = 0
        guard let end = self.end(of: bytes) else {
            if bytes.count > longest { throw Fault() }
            return nil
        }
        consumed = end
        let lines = String(decoding: bytes[..<end], as: UTF8.self).split(whereSeparator: \.isNewline)
        let first = (lines.first ?? "").split(separator: " ", maxSplits: 2)
        guard first.count >= 2, first[0].hasPrefix("HTTP/1."), first[1].utf8.count == 3, let status = Int(first[1]),
            (100...599).contains(status)
        else { throw Fault() }
        var head = AnswerHead(status: status, bodyLength: nil, keepsConnection: first[0] != "HTTP/1.0")
        var isChunked = false
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Fault() }
            let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }).lowercased()
            switch line[..<colon].lowercased() {
            case "content-length":
                guard let length = Int(value), length >= 0 else { throw Fault() }
                head.bodyLength = length
            case "connection": head.keepsConnection = value == "keep-alive" || head.keepsConnection && value != "close"
            case "retry-after": head.retryAfter = Int(value)
            case "transfer-encoding": isChunked = true
            default: break
            }
        }
        if isChunked { head.bodyLength = nil }
        if status == 204 || status < 200 { head.bodyLength = 0 }
        return head
    }

    /// Behind the empty line.
    private static func end(of bytes: [UInt8]) -> Int? {
        var isLineEmpty = false
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                if isLineEmpty { return index + 1 }
                isLineEmpty = true
            } else if byte != 0x0D {
                isLineEmpty = false
            }
        }
        return nil
    }
}
