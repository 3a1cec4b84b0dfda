import HTTPTypes
import Hummingbird

/// A file of the page, built into the program.
struct PageFile: Sendable {
    let path: String
    let type: String
    let bytes: [UInt8]

    static let all = [
        PageFile(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.index_html),
        PageFile(path: "/parts.css", type: "text/css; charset=utf-8", bytes: PackageResources.parts_css),
        PageFile(path: "/page.css", type: "text/css; charset=utf-8", bytes: PackageResources.page_css),
        script("parts", PackageResources.parts_js), script("events", PackageResources.events_js),
        script("shadows", PackageResources.shadows_js), script("panels", PackageResources.panels_js),
        script("page", PackageResources.page_js),
    ]

    private static func script(_ name: String, _ bytes: [UInt8]) -> PageFile {
        PageFile(path: "/\(name).js", type: "text/javascript; charset=utf-8", bytes: bytes)
    }

    /// Nothing but the page's own files: no inline script or style, nothing of others, and in no frame of others.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src data:",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    var response: Response {
        var response = Response.bytes(bytes, type: type)
        response.headers[.contentSecurityPolicy] = Self.policy
        return response
    }
}
