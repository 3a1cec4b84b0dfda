extension ConfigurationReader {
    /// A text. Without a default it is required, for the given purpose and all that need more.
    public mutating func string(
        _ key: String, default fallback: String? = nil, neededBy: ConfigurationPurpose = .convert, help: String
    ) -> String {
        value(key, type: "text", fallback: fallback, fallback, neededBy, help) { $0 } ?? ""
    }

    /// A text that may be absent.
    public mutating func optionalString(_ key: String, help: String) -> String? {
        optional(key, type: "text", help) { $0 }
    }

    /// A secret: its value never appears in a message.
    public mutating func secret(_ key: String, help: String) -> String? {
        optional(key, type: "secret", help) { $0 }
    }

    /// A path, relative ones to the file's own folder; required unless it has a default.
    public mutating func path(
        _ key: String, default fallback: String? = nil, neededBy: ConfigurationPurpose = .run, help: String
    ) -> String {
        let text = value(key, type: "path", fallback: fallback, fallback, neededBy, help) { $0.isEmpty ? nil : $0 }
        return text.map(resolve) ?? ""
    }

    /// A path that may be absent.
    public mutating func optionalPath(_ key: String, help: String) -> String? {
        optional(key, type: "path", help) { $0.isEmpty ? nil : $0 }.map(resolve)
    }

    /// `true` or `false`, also `on`, `off`, `yes` and `no`.
    public mutating func boolean(_ key: String, default fallback: Bool, help: String) -> Bool {
        value(key, type: "true or false", fallback: String(fallback), fallback, nil, help) {
            switch $0.lowercased() {
            case "true", "on", "yes": true
            case "false", "off", "no": false
            default: nil
            }
        } ?? fallback
    }

    /// A whole number within bounds.
    public mutating func integer(
        _ key: String, default fallback: Int, in range: ClosedRange<Int>, help: String
    ) -> Int {
        let type = "whole number from \(range.lowerBound) to \(range.upperBound)"
        return value(key, type: type, fallback: String(fallback), fallback, nil, help) {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        } ?? fallback
    }

    /// A number within bounds.
    public mutating func number(
        _ key: String, default fallback: Double, in range: ClosedRange<Double>, help: String
    ) -> Double {
        let type = "number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        return value(key, type: type, fallback: Self.text(fallback), fallback, nil, help) {
            Units.plainNumber($0[...]).flatMap { range.contains($0) ? $0 : nil }
        } ?? fallback
    }

    /// A time span with its unit: `30s`.
    public mutating func duration(_ key: String, default fallback: Duration, help: String) -> Duration {
        value(key, type: Self.durationType, fallback: fallback.configurationText, fallback, nil, help, Units.duration)
            ?? fallback
    }

    /// A time span that may be absent.
    public mutating func optionalDuration(_ key: String, help: String) -> Duration? {
        optional(key, type: Self.durationType, help, Units.duration)
    }

    /// A size in bytes with its unit: `450KiB`. The default is written as text, since that is what the sample shows.
    public mutating func bytes(_ key: String, default fallback: String, help: String) -> Int {
        value(key, type: Self.sizeType, fallback: fallback, Units.bytes(fallback), nil, help, Units.bytes) ?? 0
    }

    /// A size in bytes that may be absent.
    public mutating func optionalBytes(_ key: String, help: String) -> Int? {
        optional(key, type: Self.sizeType, help, Units.bytes)
    }

    private static var durationType: String { "duration such as 500ms, 30s, 5min, 2h, 30d" }
    private static var sizeType: String { "size such as 64KiB, 4GiB" }

    /// Times a second: `90/s`; nil for `unlimited`.
    public mutating func rate(_ key: String, default fallback: String, help: String) -> Double? {
        limit(key, type: "rate such as 90/s or 10/min, or unlimited", fallback, help, Units.rate)
    }

    /// Bytes a second: `380KiB/s`; nil for `unlimited`.
    public mutating func byteRate(_ key: String, default fallback: String, help: String) -> Double? {
        limit(key, type: "byte rate such as 380KiB/s, or unlimited", fallback, help, Units.byteRate)
    }

    /// One of an enumeration's raw values.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default fallback: Choice, help: String
    ) -> Choice {
        let names = Choice.allCases.map(\.rawValue)
        let type = "one of " + names.joined(separator: ", ")
        let node = node(key, type: type, fallback: fallback.rawValue, neededBy: nil, help: help)
        guard let node, let text = text(of: node, key: key, type: type) else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        fault(at: key, "\"\(text)\" is not \(type)" + Suggestion.phrase(for: text, among: names))
        return fallback
    }

    /// An IANA time zone; the default is the machine's.
    public mutating func timeZone(_ key: String, help: String) -> ZoneRules {
        let type = "IANA time zone such as Europe/Berlin"
        guard let node = node(key, type: type, fallback: "the machine's zone", neededBy: nil, help: help),
            let text = text(of: node, key: key, type: type)
        else { return purpose == .describe ? .utc : .current }
        if let zone = ZoneRules.named(text) { return zone }
        fault(
            at: key, "\"\(text)\" is not an \(type)" + Suggestion.phrase(for: text, among: ZoneRules.knownIdentifiers))
        return .utc
    }

    /// A list of texts; a single text stands for a list of one.
    public mutating func strings(_ key: String, default fallback: [String] = [], help: String) -> [String] {
        let shown = "[\(fallback.joined(separator: ", "))]"
        guard let node = node(key, type: "list of texts", fallback: shown, neededBy: nil, help: help) else {
            return fallback
        }
        guard case .list(let items) = node.content else {
            return text(of: node, key: key, type: "list of texts").map { [$0] } ?? fallback
        }
        return items.compactMap { item in
            if case .scalar(let text, _) = item.content { return text }
            report.add(ConfigurationFault(mark: item.mark, message: "expected a text, found \(item.kindName)"))
            return nil
        }
    }

    private mutating func limit(
        _ key: String, type: String, _ fallback: String, _ help: String, _ parse: (String) -> Double?
    ) -> Double? {
        func read(_ text: String) -> Double?? {
            if text == "unlimited" { return .some(nil) }
            guard let value = parse(text), value > 0 else { return nil }
            return .some(value)
        }
        return value(key, type: type, fallback: fallback, read(fallback), nil, help, read) ?? nil
    }

    private mutating func value<Value>(
        _ key: String, type: String, fallback shown: String?, _ fallback: Value?, _ neededBy: ConfigurationPurpose?,
        _ help: String, _ parse: (String) -> Value?
    ) -> Value? {
        let needed = fallback == nil ? neededBy : nil
        guard let node = node(key, type: type, fallback: shown, neededBy: needed, help: help) else { return fallback }
        return parsed(node, key: key, type: type, parse) ?? fallback
    }

    private mutating func optional<Value>(
        _ key: String, type: String, _ help: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let node = node(key, type: type, fallback: nil, neededBy: nil, help: help) else { return nil }
        return parsed(node, key: key, type: type, parse)
    }

    private func parsed<Value>(
        _ node: ConfigurationNode, key: String, type: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(of: node, key: key, type: type) else { return nil }
        if let value = parse(text) { return value }
        fault(at: key, "\"\(key)\" must be a \(type), found \(type == "secret" ? "another value" : node.kindName)")
        return nil
    }

    private func text(of node: ConfigurationNode, key: String, type: String) -> String? {
        if case .scalar(let text, let isQuoted) = node.content, isQuoted || !text.isEmpty { return text }
        fault(at: key, "\"\(key)\" must be a \(type), found \(node.kindName)")
        return nil
    }

    private func resolve(_ path: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty { return path }
        return folder + "/" + path
    }

    private static func text(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? String(Int(number)) : String(number)
    }
}
