import AdapterAPI
import IoTTransport
import Pipeline

/// Converts documents without a host: adapter, mapper, standard output.
struct Converter {
    private let loader: ConfigurationLoader
    private let press: PressConfiguration?
    private let profile: HeaderProfile
    private let sender: Sender
    private let filter: EventFilter
    private let topic: String?

    /// - Throws: ``ConfigurationFaults`` of the press file or host.yaml.
    init(
        kinds: AdapterKinds, environment: [String: String], press: String?, config: String?
    ) throws(ConfigurationFaults) {
        loader = ConfigurationLoader(kinds: kinds, environment: environment, requiresIdentity: false)
        if let press { self.press = try loader.loadPress(path: press) } else { self.press = nil }
        if let config {
            let host = try loader.load(path: config, environmentName: nil).host
            profile = host.header
            sender = host.sender
            filter = host.filter
            topic = host.topic
        } else {
            let name = HostConfiguration.hostName
            profile = .v1
            sender = Sender(id: name, type: "prinect", connectionDeviceID: name)
            filter = EventFilter()
            topic = nil
        }
    }

    /// Converts one file. Returns whether every record made an event (or was filtered) and the document was good.
    func convert(_ path: String, explain: Bool) async -> Bool {
        do {
            let document = try Document(path: path)
            let (adapter, source, assets) = try choose(for: document)
            let mapper = EventMapper(
                sourceID: source, assets: assets, profile: profile, sender: sender, filter: filter)
            let sink = ConversionSink(
                path: path, size: document.size, mapper: mapper, explanation: explain ? Explanation(topic: topic) : nil)
            defer { sink.finish() }
            try await adapter.read(document, to: sink)
            return sink.refused == 0
        } catch let fault as DocumentFault {
            let taken = fault.recordsTaken
            Terminal.complain("\(path):\(fault)" + (taken > 0 ? " (\(taken) records before it were taken)" : ""))
        } catch {
            Terminal.complain("\(error)")
        }
        return false
    }

    private func choose(for document: Document) throws -> (any DocumentAdapter, source: String, AssetTable) {
        if let press {
            guard let adapter = press.adapter as? any DocumentAdapter else {
                throw FileFault(
                    path: press.file, action: "convert",
                    text: "the adapter \"\(type(of: press.adapter).kind)\" reads no files")
            }
            return (adapter, press.id, press.assets)
        }
        var head = [UInt8](repeating: 0, count: 512)
        let length = try head.withUnsafeMutableBytes { buffer throws(FileFault) in
            try document.read(into: buffer, at: 0)
        }
        let kinds = loader.kinds
        guard let type = kinds.documentType(forFile: document.name, head: Array(head.prefix(length))) else {
            throw FileFault(
                path: document.path, action: "convert",
                text:
                    "no adapter recognises it; name one with --press FILE (adapters: \(kinds.names.joined(separator: ", ")))"
            )
        }
        let report = ConfigurationReport()
        let mark = ConfigurationNode.Mark(file: document.path, line: 1, column: 1)
        var reader = ConfigurationReader(
            ConfigurationNode(.mapping([]), mark: mark), folder: "", purpose: .convert, report: report)
        let adapter = try type.init(&reader)
        if let fault = report.faults.first {
            throw FileFault(
                path: document.path, action: "convert",
                text: "the adapter \"\(type.kind)\" needs a press file (--press FILE): \(fault.message)")
        }
        let fallback = Asset(id: HostConfiguration.hostName, type: "unknown")
        return (adapter, "convert", AssetTable(entries: [], fallback: fallback, unknown: .useKey))
    }
}
