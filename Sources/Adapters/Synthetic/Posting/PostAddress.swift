/// An `http` address that documents are posted to, taken apart.
struct PostAddress: Equatable, Sendable {
    /// Without brackets.
    let host: String
    let port: UInt16
    /// Path and query, as the request line holds it.
    let target: String

    /// Why an address is not used.
    struct Fault: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws(Fault) {
        let scheme = "http://"
        func fault(_ why: String) -> Fault { Fault(description: "\"\(text)\" \(why)") }
        guard text.lowercased().hasPrefix(scheme) else {
            throw fault("is not an address such as http://127.0.0.1:8889/jmfportal (https is not spoken)")
        }
        let visible = text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<end]
        guard visible, !authority.contains("@"), !rest.contains("#") else {
            throw fault("is no plain address: no blanks, no user, no fragment; other characters as %hh")
        }
        let tail = rest[end...]
        target = tail.hasPrefix("/") ? String(tail) : "/" + tail
        var name = authority
        var digits: Substring = ""
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw fault("has no ] behind the host") }
            name = authority[authority.index(after: authority.startIndex)..<close]
            digits = authority[authority.index(after: close)...]
        } else if let colon = authority.firstIndex(of: ":") {
            name = authority[..<colon]
            digits = authority[colon...]
        }
        guard !name.isEmpty else { throw fault("names no host") }
        host = String(name)
        guard digits.isEmpty || digits == ":" else {
            guard digits.hasPrefix(":"), let number = UInt16(digits.dropFirst()), number > 0 else {
                throw fault("has no port from 1 to 65535 behind the host")
            }
            port = number
            return
        }
        port = 80
    }

    /// `host:port`, for the Host header and for messages.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == 80 ? name : "\(name):\(port)"
    }
}
