import HTTPTypes
import HummingbirdCore
import NIOCore

/// What a request is answered with.
struct HTTPAnswer {
    var status: HTTPResponse.Status
    var contentType = "text/plain; charset=utf-8"
    var body: [UInt8]
    var fields: [HTTPField.Name: String] = [:]

    init(_ status: HTTPResponse.Status, _ words: String, _ fields: [HTTPField.Name: String] = [:]) {
        self.status = status
        self.fields = fields
        body = Array((words + "\n").utf8)
    }

    init(_ status: HTTPResponse.Status, document: [UInt8], contentType: String) {
        self.status = status
        self.contentType = contentType
        body = document
    }

    /// The sender must keep what it sent, and send it again.
    static func unavailable(_ words: String, retryAfter seconds: Int = 5) -> HTTPAnswer {
        HTTPAnswer(.serviceUnavailable, words, [.retryAfter: "\(seconds)"])
    }

    /// - Parameters:
    ///   - closes: whether the connection ends with this answer.
    ///   - isHead: whether the body is left out, since only the head was asked for.
    func write(to writer: consuming ResponseWriter, closes: Bool, isHead: Bool = false) async throws {
        var head = HTTPResponse(status: status)
        head.headerFields[.contentType] = contentType
        head.headerFields[.contentLength] = "\(body.count)"
        for (name, value) in fields { head.headerFields[name] = value }
        if closes { head.headerFields[.connection] = "close" }
        try await writer.write(
            response: head, body: isHead ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
