import AdapterAPI

/// What a source of its own says: its path, who may send, how much at once.
struct ReceiverOptions: Sendable {
    /// The part of the URL behind the address, with a slash in front and none behind.
    var path = "/jmfportal"
    /// How the answers name us.
    var senderID = "adapter-host"
    /// Who may send; empty: everybody who reaches the address.
    var allow = AllowList()
    /// Bytes of one body, as sent.
    var maxBodySize = 64 << 20
    /// Bytes of all bodies that are being received, wait or are being stored.
    var maxBodiesInFlight = 128 << 20

    init() {}

    init(_ configuration: inout ConfigurationReader) {
        let text = configuration.string(
            "path", default: path, help: "the URL's path: sources that share an address differ in it")
        if let path = Self.normalised(text) {
            self.path = path
        } else {
            configuration.fault(at: "path", "\"\(text)\" must begin with / and hold no ?, # or white space")
        }
        senderID = configuration.string("senderId", default: senderID, help: "SenderID of the answers")
        var ranges: [AddressRange] = []
        for text in configuration.strings(
            "allow", help: "addresses that may send: 10.1.0.0/16, 192.168.1.7, fd00::/8; none: all that reach it")
        {
            switch AddressRange.parse(text) {
            case .success(let range): ranges.append(range)
            case .failure(let fault): configuration.fault(at: "allow", fault.words)
            }
        }
        allow = AllowList(ranges)
        maxBodySize = configuration.bytes("maxBodySize", default: "64MiB", help: "bytes of one body, as sent")
        maxBodiesInFlight = configuration.bytes(
            "maxBodiesInFlight", default: "128MiB", help: "bytes of all bodies at once; beyond it senders wait")
        if maxBodySize < 1 { configuration.fault(at: "maxBodySize", "\"maxBodySize\" must be at least 1 byte") }
        if maxBodiesInFlight < maxBodySize {
            configuration.fault(
                at: "maxBodiesInFlight", "\"maxBodiesInFlight\" must not be less than \"maxBodySize\"")
        }
    }

    /// A path as it is compared: without a slash at the end, without a query. Nil when it is none.
    static func normalised(_ text: String) -> String? {
        guard text.hasPrefix("/"), !text.contains(where: { $0 == "?" || $0 == "#" || $0.isWhitespace }) else {
            return nil
        }
        return text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
