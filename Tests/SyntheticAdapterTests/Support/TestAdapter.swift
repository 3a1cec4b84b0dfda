import AdapterAPI
import Logging
import Testing

@testable import SyntheticAdapter

/// An adapter with options as a press file has them.
struct TestAdapter {
    enum Value: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
        case text(String)
        case list([String])
        case mapping([(String, String)])

        init(stringLiteral text: String) { self = .text(text) }
        init(arrayLiteral texts: String...) { self = .list(texts) }
        init(dictionaryLiteral pairs: (String, String)...) { self = .mapping(pairs) }
    }

    let adapter: SyntheticAdapter
    let faults: [ConfigurationFault]

    init(_ values: [String: Value], purpose: ConfigurationPurpose = .run) throws {
        let mark = ConfigurationNode.Mark(file: "test.yaml", line: 1, column: 1)
        func node(_ text: String) -> ConfigurationNode { ConfigurationNode(.scalar(text, isQuoted: false), mark: mark) }
        func entry(_ key: String, _ value: ConfigurationNode) -> ConfigurationNode.Entry {
            ConfigurationNode.Entry(key: key, keyMark: mark, value: value)
        }
        let entries = values.map { key, value in
            switch value {
            case .text(let text): entry(key, node(text))
            case .list(let texts): entry(key, ConfigurationNode(.list(texts.map(node)), mark: mark))
            case .mapping(let pairs):
                entry(key, ConfigurationNode(.mapping(pairs.map { entry($0, node($1)) }), mark: mark))
            }
        }
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            ConfigurationNode(.mapping(entries), mark: mark), folder: "", purpose: purpose, report: report)
        adapter = try SyntheticAdapter(&reader)
        reader.finish()
        faults = report.faults
    }

    /// The options alone.
    static func options(_ values: [String: Value]) throws -> SyntheticOptions {
        let made = try TestAdapter(values)
        if let fault = made.faults.first { throw fault }
        return made.adapter.options
    }

    /// Runs it until it is idle, on a clock of its own, and returns what it sent.
    /// - Throws: the first fault of the options.
    @discardableResult
    static func run(
        _ values: [String: Value], time: FakeTime, checkpoint: Checkpoint? = nil, sink: EventSink = EventSink()
    ) async throws -> EventSink {
        let made = try TestAdapter(values)
        if let fault = made.faults.first { throw fault }
        let context = AdapterContext(
            sourceID: "test", checkpoint: checkpoint, sink: sink, clock: time.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, stopsWhenIdle: true,
            report: { report in sink.note(report) })
        try await made.adapter.run(context)
        return sink
    }
}
