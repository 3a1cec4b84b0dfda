import AdapterAPI
import Foundation
import PrintDocuments

/// The documents beside the project and what is expected of each.
enum Samples {
    struct Event {
        var eventType: String
        var subtype: String
        var asset: String?
        var time: String?
        var payload: String
    }
    struct Expectation {
        /// Nil when the document must be refused.
        var events: [Event]?
        var dead = 0
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/samples")

    /// Samples with an expectation, by their path.
    static let expected: [String] = {
        let found = try? FileManager.default.subpathsOfDirectory(atPath: folder.appending(path: "expected").path)
        return (found ?? []).filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }()

    static let zone = ZoneRules.named("Europe/Berlin") ?? .utc

    static func read(_ name: String) async throws -> Reading {
        var options = PrintDocumentOptions()
        options.zone = zone
        let file = folder.appending(path: name)
        return try await Reading.of(
            bytes: Array(Data(contentsOf: file)), name: file.lastPathComponent, options: options)
    }

    static func expectation(of name: String) throws -> Expectation {
        let data = try Data(contentsOf: folder.appending(path: "expected/\(name).json"))
        let json = try JSONSerialization.jsonObject(with: data)
        if let list = json as? [[String: Any]] { return Expectation(events: events(list)) }
        guard let object = json as? [String: Any], object["refused"] == nil else { return Expectation() }
        return Expectation(
            events: events(object["events"] as? [[String: Any]] ?? []), dead: object["dead"] as? Int ?? 0)
    }

    private static func events(_ list: [[String: Any]]) -> [Event] {
        list.filter { $0["rejected"] == nil }.map { event in
            let payload = event["payload"].flatMap { try? JSONSerialization.data(withJSONObject: $0) } ?? Data()
            return Event(
                eventType: event["eventtype"] as? String ?? "", subtype: event["eventsubtype"] as? String ?? "",
                asset: event["asset_key"] as? String, time: event["assettimestamp_source"] as? String,
                payload: RecordingSink.canonical(payload))
        }
    }
}
