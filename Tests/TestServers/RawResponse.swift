/// An HTTP response as it came.
public struct RawResponse: Sendable {
    public let status: Int
    /// Names in lower case.
    public let fields: [String: String]
    public let body: String

    /// The first response in `bytes` and how many bytes it took; nil when it is not complete. One without Content-Length
    /// has no body.
    static func first(in bytes: [UInt8]) -> (RawResponse, Int)? {
        let separator = Array("\r\n\r\n".utf8)
        guard let end = bytes.firstRange(of: separator) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        guard let parts = lines.first?.split(separator: " "), parts.count > 1, let status = Int(parts[1]) else {
            return nil
        }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { fields[pair[0].lowercased()] = pair[1].drop { $0 == " " }.description }
        }
        let length = fields["content-length"].flatMap { Int($0) } ?? 0
        guard bytes.count >= end.upperBound + length else { return nil }
        let body = String(decoding: bytes[end.upperBound..<end.upperBound + length], as: UTF8.self)
        return (RawResponse(status: status, fields: fields, body: body), end.upperBound + length)
    }
}
