import AdapterAPI
import JMFHTTPAdapter
import TestServers

/// An adapter that runs, with a sink to look into.
final class Portal {
    let port: Int
    let sink: StoreSink
    let log = LogLines()
    private let task: Task<Void, any Error>

    /// Starts it and waits until it listens.
    /// - Parameters:
    ///   - options: what the press file says, beside `listen`.
    ///   - port: nil for one of the system's choice.
    static func start(_ options: [(String, Value)] = [], port: Int? = nil, id: String = "jmf-in") async throws -> Portal
    {
        let portal = try Portal(options, port: port ?? TestBroker.freePort(), id: id)
        let listens = try await eventually(.seconds(30)) { portal.log.all.contains { $0.contains("listens on") } }
        guard listens else { throw NotListening(log: portal.log.all) }
        return portal
    }

    struct NotListening: Error {
        let log: [String]
    }

    /// Starts it and waits for nothing.
    init(_ options: [(String, Value)] = [], port: Int, id: String = "jmf-in") throws {
        self.port = port
        let sink = StoreSink()
        self.sink = sink
        let adapter = try Self.adapter([("listen", .text("127.0.0.1:\(port)"))] + options)
        let context = AdapterContext(sourceID: id, checkpoint: nil, sink: sink, logger: log.logger)
        task = Task { try await adapter.run(context) }
    }

    deinit { task.cancel() }

    /// Stops it; returns what `run` threw.
    func stop() async -> (any Error)? {
        task.cancel()
        return await end()
    }

    /// Waits until it has ended by itself; returns what `run` threw.
    func end() async -> (any Error)? {
        do {
            try await task.value
            return nil
        } catch {
            return error
        }
    }

    func post(
        _ body: String, path: String = "/jmfportal", type: String? = "application/vnd.cip4-jmf+xml",
        fields: [String] = []
    ) async throws -> RawResponse? {
        try await RawConnection.post(port: port, path: path, type: type, body: Array(body.utf8), fields: fields)
    }

    enum Value {
        case text(String)
        case list([String])
        case mapping([(String, String)])
    }

    /// An adapter with these options.
    /// - Throws: the first fault.
    static func adapter(_ options: [(String, Value)]) throws -> JMFHTTPAdapter {
        let (adapter, faults) = read(options)
        if let fault = faults.first { throw fault }
        return adapter
    }

    static func read(_ options: [(String, Value)]) -> (JMFHTTPAdapter, [ConfigurationFault]) {
        let mark = ConfigurationNode.Mark(file: "jmf.yaml", line: 1, column: 1)
        func node(_ text: String) -> ConfigurationNode { ConfigurationNode(.scalar(text, isQuoted: true), mark: mark) }
        func entries(_ pairs: [(String, ConfigurationNode)]) -> ConfigurationNode.Content {
            .mapping(pairs.map { ConfigurationNode.Entry(key: $0, keyMark: mark, value: $1) })
        }
        let values = options.map { key, value -> (String, ConfigurationNode) in
            switch value {
            case .text(let text): (key, node(text))
            case .list(let texts): (key, ConfigurationNode(.list(texts.map(node)), mark: mark))
            case .mapping(let pairs):
                (key, ConfigurationNode(entries(pairs.map { ($0, node($1)) }), mark: mark))
            }
        }
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            ConfigurationNode(entries(values), mark: mark), folder: "", purpose: .run, report: report)
        let adapter = JMFHTTPAdapter(&reader)
        reader.finish()
        return (adapter, report.faults)
    }
}
