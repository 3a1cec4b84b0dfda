/// Reads one HTTP/1.1 answer (RFC 9112) from bytes as they come. Pure.
struct HTTPAnswerParser {
    static let mostHeaderBytes = 64 * 1024
    static let mostBodyBytes = 1 << 20

    /// Why bytes are no answer.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    private var bytes: [UInt8] = []

    /// Takes more bytes.
    /// - Returns: The answer once it is whole, nil while more must come.
    mutating func add(_ more: some Sequence<UInt8>) throws(Fault) -> HTTPAnswer? {
        bytes.append(contentsOf: more)
        return try parse(isEnd: false)
    }

    /// The connection has ended.
    mutating func end() throws(Fault) -> HTTPAnswer {
        if let answer = try parse(isEnd: true) { return answer }
        throw Fault(
            description: bytes.isEmpty ? "it closed the connection without an answer" : "its answer was cut off")
    }

    private mutating func parse(isEnd: Bool) throws(Fault) -> HTTPAnswer? {
        while true {
            guard let head = Self.headEnd(bytes) else {
                if bytes.count > Self.mostHeaderBytes { throw Fault(description: "its answer's header is too long") }
                return nil
            }
            let lines = String(decoding: bytes[..<head.lowerBound], as: UTF8.self)
                .split(omittingEmptySubsequences: false) { $0 == "\r\n" || $0 == "\n" }
            let status = try Self.status(lines.first ?? "")
            if (100..<200).contains(status) {
                // An interim answer; the real one follows.
                bytes.removeSubrange(..<head.upperBound)
                continue
            }
            let headers = Self.headers(lines.dropFirst())
            let rest = bytes[head.upperBound...]
            guard let body = try Self.body(rest, headers, status, isEnd) else { return nil }
            return HTTPAnswer(status: status, body: body, date: headers["date"])
        }
    }

    private static func headEnd(_ bytes: [UInt8]) -> Range<Int>? {
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            if bytes[index...].starts(with: [0x0A, 0x0D, 0x0A]) { return index..<index + 3 }
            if bytes[index...].starts(with: [0x0A, 0x0A]) { return index..<index + 2 }
        }
        return nil
    }

    private static func status(_ line: Substring) throws(Fault) -> Int {
        let parts = line.split(separator: " ")
        guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]), (100..<600).contains(status)
        else { throw Fault(description: "it does not speak HTTP") }
        return status
    }

    private static func headers(_ lines: ArraySlice<Substring>) -> [String: String] {
        var headers: [String: String] = [:]
        for line in lines {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].split { $0 == " " || $0 == "\t" || $0 == "\r" }
            headers[line[..<colon].lowercased()] = value.joined(separator: " ")
        }
        return headers
    }

    private static func body(
        _ rest: ArraySlice<UInt8>, _ headers: [String: String], _ status: Int, _ isEnd: Bool
    ) throws(Fault) -> [UInt8]? {
        if status == 204 || status == 304 { return [] }
        if headers["transfer-encoding"]?.lowercased().contains("chunked") == true { return try chunks(rest) }
        guard rest.count <= mostBodyBytes else { throw Fault(description: "its answer is larger than 1 MiB") }
        guard let length = headers["content-length"] else { return isEnd ? Array(rest) : nil }
        guard let length = Int(length), (0...mostBodyBytes).contains(length) else {
            throw Fault(description: "its answer is larger than 1 MiB, or says no length")
        }
        return rest.count >= length ? Array(rest.prefix(length)) : nil
    }

    /// RFC 9112 section 7.1. Nil while the last chunk has not come.
    private static func chunks(_ rest: ArraySlice<UInt8>) throws(Fault) -> [UInt8]? {
        var body: [UInt8] = []
        var rest = rest
        while let lineEnd = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = String(decoding: rest[..<lineEnd], as: UTF8.self)
            let digits = line.prefix { $0.isHexDigit }
            guard let size = Int(digits, radix: 16), size <= mostBodyBytes - body.count else {
                throw Fault(description: "its answer is larger than 1 MiB, or its chunks are broken")
            }
            if size == 0 { return body }
            let start = rest.index(after: lineEnd)
            guard rest.endIndex - start >= size + 2 else { break }
            body += rest[start..<start + size]
            guard rest[start + size] == UInt8(ascii: "\r"), rest[start + size + 1] == UInt8(ascii: "\n") else {
                throw Fault(description: "its answer's chunks are broken")
            }
            rest = rest[(start + size + 2)...]
        }
        return nil
    }
}
