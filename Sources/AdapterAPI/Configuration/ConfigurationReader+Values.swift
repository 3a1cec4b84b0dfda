extension ConfigurationReader {
    /// A text. Without a default it is required, for the given purpose and all that need more.
    public mutating func string(
        _ key: String, default fallback: String? = nil, neededBy: ConfigurationPurpose = .convert, help: String
    ) -> String {
        value(key, .text, fallback: fallback, fallback, neededBy, help) { $0 } ?? ""
    }

    /// A text that may be absent.
    public mutating func optionalString(_ key: String, help: String) -> String? {
        optional(key, .text, help) { $0 }
    }

    /// A secret: its value never appears in a message.
    public mutating func secret(_ key: String, help: String) -> String? {
        optional(key, .secret, help) { $0 }
    }

    /// A path, relative ones to the file's own folder; required unless it has a default.
    public mutating func path(
        _ key: String, default fallback: String? = nil, neededBy: ConfigurationPurpose = .run, help: String
    ) -> String {
        let text = value(key, .path, fallback: fallback, fallback, neededBy, help) { $0.isEmpty ? nil : $0 }
        return text.map(resolve) ?? ""
    }

    /// A path that may be absent.
    public mutating func optionalPath(_ key: String, help: String) -> String? {
        optional(key, .path, help) { $0.isEmpty ? nil : $0 }.map(resolve)
    }

    /// `true` or `false`, also `on`, `off`, `yes` and `no`.
    public mutating func boolean(_ key: String, default fallback: Bool, help: String) -> Bool {
        value(key, .boolean, fallback: String(fallback), fallback, nil, help) {
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
        value(key, .integer(range), fallback: String(fallback), fallback, nil, help) {
            Int($0).flatMap { range.contains($0) ? $0 : nil }
        } ?? fallback
    }

    /// A number within bounds.
    public mutating func number(
        _ key: String, default fallback: Double, in range: ClosedRange<Double>, help: String
    ) -> Double {
        value(key, .number(range), fallback: ConfigurationForm.text(fallback), fallback, nil, help) {
            Units.plainNumber($0[...]).flatMap { range.contains($0) ? $0 : nil }
        } ?? fallback
    }

    /// A time span with its unit: `30s`.
    public mutating func duration(_ key: String, default fallback: Duration, help: String) -> Duration {
        value(key, .duration, fallback: fallback.configurationText, fallback, nil, help, Units.duration)
            ?? fallback
    }

    /// A time span that may be absent.
    public mutating func optionalDuration(_ key: String, help: String) -> Duration? {
        optional(key, .duration, help, Units.duration)
    }

    /// A size in bytes with its unit: `450KiB`. The default is written as text, since that is what the sample shows.
    public mutating func bytes(_ key: String, default fallback: String, help: String) -> Int {
        value(key, .size, fallback: fallback, Units.bytes(fallback), nil, help, Units.bytes) ?? 0
    }

    /// A size in bytes that may be absent.
    public mutating func optionalBytes(_ key: String, help: String) -> Int? {
        optional(key, .size, help, Units.bytes)
    }

    /// Times a second: `90/s`; nil for `unlimited`.
    public mutating func rate(_ key: String, default fallback: String, help: String) -> Double? {
        limit(key, .rate, fallback, help, Units.rate)
    }

    /// Bytes a second: `380KiB/s`; nil for `unlimited`.
    public mutating func byteRate(_ key: String, default fallback: String, help: String) -> Double? {
        limit(key, .byteRate, fallback, help, Units.byteRate)
    }

    /// One of an enumeration's raw values.
    public mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: String, default fallback: Choice, help: String
    ) -> Choice {
        let names = Choice.allCases.map(\.rawValue)
        let form = ConfigurationForm.choice(names)
        let node = node(key, form, fallback: fallback.rawValue, neededBy: nil, help: help)
        guard let node, let text = text(of: node, key: key, form) else { return fallback }
        if let choice = Choice(rawValue: text) { return choice }
        fault(at: key, "\"\(text)\" is not \(form)" + Suggestion.phrase(for: text, among: names))
        return fallback
    }

    /// An IANA time zone; the default is the machine's.
    public mutating func timeZone(_ key: String, help: String) -> ZoneRules {
        let form = ConfigurationForm.timeZone
        guard let node = node(key, form, fallback: "the machine's zone", neededBy: nil, help: help),
            let text = text(of: node, key: key, form)
        else { return purpose == .describe ? .utc : .current }
        if let zone = ZoneRules.named(text) { return zone }
        fault(
            at: key, "\"\(text)\" is not an \(form)" + Suggestion.phrase(for: text, among: ZoneRules.knownIdentifiers))
        return .utc
    }

    /// A list of texts; a single text stands for a list of one.
    public mutating func strings(_ key: String, default fallback: [String] = [], help: String) -> [String] {
        let shown = "[\(fallback.joined(separator: ", "))]"
        guard let node = node(key, .texts, fallback: shown, neededBy: nil, help: help) else {
            return fallback
        }
        guard case .list(let items) = node.content else {
            return text(of: node, key: key, .texts).map { [$0] } ?? fallback
        }
        return items.compactMap { item in
            if case .scalar(let text, _) = item.content { return text }
            report.add(ConfigurationFault(mark: item.mark, message: "expected a text, found \(item.kindName)"))
            return nil
        }
    }

    private mutating func limit(
        _ key: String, _ form: ConfigurationForm, _ fallback: String, _ help: String, _ parse: (String) -> Double?
    ) -> Double? {
        func read(_ text: String) -> Double?? {
            if text == "unlimited" { return .some(nil) }
            guard let value = parse(text), value > 0 else { return nil }
            return .some(value)
        }
        return value(key, form, fallback: fallback, read(fallback), nil, help, read) ?? nil
    }

    private mutating func value<Value>(
        _ key: String, _ form: ConfigurationForm, fallback shown: String?, _ fallback: Value?,
        _ neededBy: ConfigurationPurpose?, _ help: String, _ parse: (String) -> Value?
    ) -> Value? {
        let needed = fallback == nil ? neededBy : nil
        guard let node = node(key, form, fallback: shown, neededBy: needed, help: help) else { return fallback }
        return parsed(node, key: key, form, parse) ?? fallback
    }

    private mutating func optional<Value>(
        _ key: String, _ form: ConfigurationForm, _ help: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let node = node(key, form, fallback: nil, neededBy: nil, help: help) else { return nil }
        return parsed(node, key: key, form, parse)
    }

    private func parsed<Value>(
        _ node: ConfigurationNode, key: String, _ form: ConfigurationForm, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = text(of: node, key: key, form) else { return nil }
        if let value = parse(text) { return value }
        fault(at: key, "\"\(key)\" must be a \(form), found \(form == .secret ? "another value" : node.kindName)")
        return nil
    }

    private func text(of node: ConfigurationNode, key: String, _ form: ConfigurationForm) -> String? {
        if case .scalar(let text, let isQuoted) = node.content, isQuoted || !text.isEmpty { return text }
        fault(at: key, "\"\(key)\" must be a \(form), found \(node.kindName)")
        return nil
    }

    private func resolve(_ path: String) -> String {
        if path.hasPrefix("/") || folder.isEmpty { return path }
        return folder + "/" + path
    }
}
