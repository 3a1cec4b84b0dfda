import AdapterAPI
import Foundation
import PrintDocuments

/// One case of the mapping, from a file of `Fixtures/`: which rows of MAPPING.md it shows, documents, and the events that
/// they must give. `Fixtures/README.md` describes the format.
struct Fixture: Sendable {
    /// A document and what it gives.
    struct Document: Sendable {
        var name = "document.xml"
        var bytes: [UInt8] = []
        var events: [Event] = []
        var counts: [String: Int] = [:]
        var fault: Fault?
        /// Complete events by header profile, where the fixture is about headers.
        var lines: [String: [String]] = [:]
    }
    /// `eventType subtype payloadVersion asset time`, with `too_large` before it when it is a dead letter.
    struct Event: Sendable {
        var head: String
        /// Canonical; nil when the fixture does not look at it.
        var payload: String?
    }
    struct Fault: Sendable {
        /// `line:column`, or `-`.
        var place: String
        var words: String
    }
    struct Malformed: Error, CustomStringConvertible {
        var description: String
    }

    var rows: [String] = []
    var options = PrintDocumentOptions()
    var documents: [Document] = []
    /// One word an event, one line a document: the same words for the same identities.
    var identities: [String] = []

    init(_ text: String) throws {
        var section = ""
        var body: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("--- ") {
                try take(section, body)
                section = String(line.dropFirst(4))
                body = []
            } else {
                body.append(line)
            }
        }
        while body.last?.isEmpty ?? false { body.removeLast() }
        try take(section, body)
        if rows.isEmpty || documents.isEmpty { throw Malformed(description: "a fixture needs rows: and an input") }
    }

    private mutating func take(_ section: String, _ body: [Substring]) throws {
        let words = section.split(separator: " ").map(String.init)
        let lines = body.filter { !$0.isEmpty }
        switch words.first {
        case nil: for line in lines { try takeOption(line) }
        case "input":
            documents.append(Document())
            try last { document in
                if let name = FixtureText.value("name", in: words) { document.name = name }
                document.bytes = try FixtureText.bytes(body.joined(separator: "\n"), flags: Array(words.dropFirst()))
            }
        case "events":
            let text = try FixtureText.bytes(lines.joined(separator: "\n"), flags: [])
            try last { $0.events = try Self.events(String(decoding: text, as: UTF8.self).split(separator: "\n")) }
        case "counts":
            try last { document in
                for line in lines {
                    let parts = line.split(separator: " ")
                    guard parts.count == 2, let times = Int(parts[1]) else { throw Malformed(description: "\(line)") }
                    document.counts[String(parts[0])] = times
                }
            }
        case "fault":
            let parts = lines.joined(separator: " ").split(separator: " ", maxSplits: 1)
            guard parts.count == 2 else { throw Malformed(description: "a fault needs a place and words") }
            try last { $0.fault = Fault(place: String(parts[0]), words: String(parts[1])) }
        case "lines": try last { $0.lines[words.dropFirst().first ?? "v1"] = lines.map(String.init) }
        case "ids": identities = lines.flatMap { $0.split(separator: " ").map(String.init) }
        default: throw Malformed(description: "no section is called \"\(section)\"")
        }
    }

    private mutating func last(_ change: (inout Document) throws -> Void) throws {
        guard !documents.isEmpty else { throw Malformed(description: "an input must come first") }
        try change(&documents[documents.count - 1])
    }

    private mutating func takeOption(_ line: Substring) throws {
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
        guard parts.count == 2 else { throw Malformed(description: "not key: value: \(line)") }
        let list = parts[1].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        switch parts[0] {
        case "rows": rows += list
        case "about": break
        case "zone":
            guard let zone = ZoneRules.named(parts[1]) else { throw Malformed(description: "zone \(parts[1])") }
            options.zone = zone
        case "eventType": options.eventType = parts[1]
        case "eventSubtype": options.eventSubtype = parts[1]
        case "record": options.recordNames = Set(list)
        case "personalData": options.keepsPersonalData = parts[1] == "true"
        case "maxDepth": options.limits.depth = try Self.number(parts[1])
        case "maxTokenSize": options.limits.token = try Self.number(parts[1])
        case "largestPayload": options.limits.payload = try Self.number(parts[1])
        default: throw Malformed(description: "no option is called \"\(parts[0])\"")
        }
    }

    private static func number(_ text: String) throws -> Int {
        guard let value = Int(text) else { throw Malformed(description: "not a number: \(text)") }
        return value
    }

    private static func events(_ lines: [Substring]) throws -> [Event] {
        var events: [Event] = []
        var json = ""
        func finish() throws {
            guard !events.isEmpty, json != "..." else { return }
            events[events.count - 1].payload = RecordingSink.canonical(Data(json.utf8))
        }
        for line in lines {
            if line == "..." || line.first == "{" || line.first == " " {
                json += line
            } else {
                try finish()
                json = ""
                events.append(Event(head: String(line)))
            }
        }
        try finish()
        return events
    }
}
