public import HTTPTypes
public import HummingbirdCore
import NIOCore

/// A file of a page, built into the program.
public struct PageFile: Sendable {
    /// Where it is asked for.
    public let path: String
    /// Its Content-Type.
    public let type: String
    private let bytes: [UInt8]

    /// A file with a kind of its own.
    ///
    /// - Parameter path: with a slash in front; its ending tells the kind, that of `/` is HTML.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        let kind = path.hasSuffix(".css") ? "css" : path.hasSuffix(".js") ? "javascript" : "html"
        type = "text/\(kind); charset=utf-8"
    }

    /// The parts that all pages of this project are made of: `/parts.css`, `/parts.js`.
    public static let shared = [
        PageFile(path: "/parts.css", bytes: PackageResources.parts_css),
        PageFile(path: "/parts.js", bytes: PackageResources.parts_js),
    ]

    /// Nothing but the page's own files: no inline script or style, nothing of others, and in no frame of others.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    /// The file with the headers that keep others out.
    public var response: Response {
        var response = Response.bytes(bytes, type: type)
        response.headers[.contentSecurityPolicy] = Self.policy
        return response
    }
}

extension Response {
    /// An answer that nobody stores or takes for something else.
    public static func bytes(_ bytes: [UInt8], type: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: type, .cacheControl: "no-store", .xContentTypeOptions: "nosniff"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
