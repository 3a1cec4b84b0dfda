import AdapterAPI
import IoTTransport

extension BrokerSettings.Node {
    /// `name`, `name:port`, `address:port` or `[IPv6 address]:port`; nil when it is none of these.
    ///
    /// - Parameter port: where none stands there.
    init?(text: String, port: Int) {
        var host = Substring(text)
        var digits: Substring?
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            host = text[text.index(after: text.startIndex)..<end]
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
            digits = rest.isEmpty ? nil : rest.dropFirst()
        } else if let colon = text.firstIndex(of: ":") {
            host = text[..<colon]
            digits = text[text.index(after: colon)...]
        }
        let number = digits.map { Int($0) } ?? port
        guard !host.isEmpty, !host.contains(where: \.isWhitespace), let number, (1...65_535).contains(number) else {
            return nil
        }
        self.init(host: String(host), port: number)
    }

    /// Reads `others:`.
    ///
    /// - Parameter port: of nodes that name none.
    static func read(_ reader: inout ConfigurationReader, port: Int) -> [Self] {
        let texts = reader.strings(
            "others", help: "further nodes of the same broker as host or host:port, tried in turn when one is lost")
        return texts.compactMap { text in
            if let node = Self(text: text, port: port) { return node }
            reader.fault(at: "others", "\"\(text)\" is no host:port")
            return nil
        }
    }
}
