import AdapterAPI
import WebParts

/// What `status:` says: where the status page and its endpoints are.
struct StatusChoice: Sendable, Equatable {
    var listen: ListenAddress
    /// What a request must show to change something, and on an address of the network also to read.
    var token: String?

    /// Characters of a token, at least: it must not be guessed.
    static let shortestToken = 16

    /// Reads the section; nil when it is absent or wrong.
    static func read(_ reader: inout ConfigurationReader) -> StatusChoice? {
        let choice = reader.section("status", help: "the status page and its endpoints; without it there are none") {
            read(section: &$0)
        }
        return choice ?? nil
    }

    private static func read(section reader: inout ConfigurationReader) -> StatusChoice? {
        let text = reader.string(
            "listen", default: "127.0.0.1:8780", help: "address and port; one of the network needs a token")
        let token = reader.secret(
            "token", help: "what a request must show to retry or drop dead letters, and from elsewhere to read at all")
        if let token, token.count < shortestToken || token.contains(where: { !$0.isASCII || $0.isWhitespace }) {
            reader.fault(
                at: "token",
                "\"token\" must have at least \(shortestToken) characters, ASCII and no blank (make one with: openssl rand -hex 16)"
            )
        }
        guard let address = ListenAddress(text) else {
            reader.fault(at: "listen", "\"\(text)\" is not an address with a port, such as 127.0.0.1:8780")
            return nil
        }
        if token == nil, !address.isLoopback {
            reader.fault(
                at: "listen",
                "\"\(text)\" can be reached from other machines: that needs token: beside it, or listen at 127.0.0.1")
        }
        return StatusChoice(listen: address, token: token)
    }
}
