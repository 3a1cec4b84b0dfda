/// A strict reader of Prometheus text: what it does not know is a fault.
public struct PrometheusParser {
    public struct Fault: Error, CustomStringConvertible {
        public let description: String
    }

    public struct Sample {
        public let name: String
        public let labels: [String: String]
        public let value: Double
    }

    /// By name, the kind.
    public private(set) var families: [String: String] = [:]
    public private(set) var samples: [Sample] = []
    private var helped: Set<String> = []
    private var seen: Set<String> = []

    /// Nothing read yet.
    public init() {}

    public static func parse(_ text: String) throws -> PrometheusParser {
        var parser = PrometheusParser()
        guard text.hasSuffix("\n") else { throw Fault(description: "no line end at the end") }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            try parser.take(String(line))
        }
        for name in parser.families.keys where !parser.samples.contains(where: { $0.name == name }) {
            throw Fault(description: "\(name) has no sample")
        }
        return parser
    }

    /// Of a family without labels.
    public func value(_ name: String) -> Double? { samples.first { $0.name == name && $0.labels.isEmpty }?.value }

    /// Whether both equations of the spool's counters hold.
    public var balances: Bool {
        func events(_ name: String) -> Double { value("adapter_host_events_\(name)") ?? .nan }
        let mapped = ["queued_total", "filtered_total", "duplicate_total", "dead_total"].map(events).reduce(0, +)
        let left = [
            "waiting", "acknowledged_total", "filtered_late_total", "dropped_total", "dead_late_total",
        ].map(events).reduce(0, +)
        return events("mapped_total") == mapped && events("queued_total") + events("retried_total") == left
    }

    private var current = ""

    private mutating func take(_ line: String) throws {
        if line.hasPrefix("# HELP ") {
            let name = String(line.dropFirst(7).prefix { $0 != " " })
            guard helped.insert(name).inserted else { throw Fault(description: "HELP of \(name) twice") }
            current = name
        } else if line.hasPrefix("# TYPE ") {
            let parts = line.split(separator: " ")
            guard parts.count == 4, parts[2] == current, ["counter", "gauge"].contains(parts[3]) else {
                throw Fault(description: "not a TYPE behind its HELP: \(line)")
            }
            families[current] = String(parts[3])
        } else {
            try takeSample(line)
        }
    }

    private mutating func takeSample(_ line: String) throws {
        let name = String(line.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") })
        guard name == current, families[name] != nil else { throw Fault(description: "out of its family: \(line)") }
        var rest = line.dropFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest = rest.dropFirst()
            while rest.first != "}" {
                let label = String(rest.prefix { $0 != "=" })
                rest = rest.dropFirst(label.count)
                guard rest.hasPrefix("=\""), !label.isEmpty else { throw Fault(description: "no label: \(line)") }
                rest = rest.dropFirst(2)
                labels[label] = try Self.value(&rest, line)
                if rest.first == "," { rest = rest.dropFirst() }
            }
            rest = rest.dropFirst()
        }
        guard rest.first == " ", let value = Double(rest.dropFirst()) else {
            throw Fault(description: "no value: \(line)")
        }
        guard seen.insert(String(line.dropLast(rest.count))).inserted else {
            throw Fault(description: "twice: \(line)")
        }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    private static func value(_ rest: inout Substring, _ line: String) throws -> String {
        var value = ""
        while let character = rest.popFirst() {
            switch character {
            case "\"": return value
            case "\\":
                switch rest.popFirst() {
                case "n": value += "\n"
                case "\\": value += "\\"
                case "\"": value += "\""
                default: throw Fault(description: "no escape: \(line)")
                }
            default: value.append(character)
            }
        }
        throw Fault(description: "a label without an end: \(line)")
    }
}
