package import AdapterAPI
import IoTTransport
package import Pipeline

/// One press file on its own, read and run as a host would, but with options of the caller's in place of the file's: for
/// the test kit.
package struct PressReading: Sendable {
    package let id: String
    package let adapter: any SourceAdapter
    package let repeats: RepeatLimits
    private let assets: AssetTable

    /// A press file's root as it stands; nil when it is no YAML. Faults are added to `faults`.
    package static func root(ofFile path: String, faults: inout [ConfigurationFault]) -> ConfigurationNode? {
        let report = ConfigurationReport()
        let root = ConfigurationFile(path: path, environment: [:], report: report).root()
        faults += report.faults
        return root
    }

    /// Reads a press file's root; nil when there is a fault, and then all are in `faults`.
    ///
    /// - Parameters:
    ///   - folder: where relative paths start from.
    ///   - type: the only adapter that there is.
    package init?(
        _ root: ConfigurationNode, folder: String, type: any SourceAdapter.Type, faults: inout [ConfigurationFault]
    ) {
        let report = ConfigurationReport()
        var reader = ConfigurationReader(root, folder: folder, purpose: .run, report: report)
        let file = ConfigurationFile(path: root.mark.file, environment: [:], report: report)
        let press = PressConfiguration(
            file: file, kinds: AdapterKinds(types: [type]), profile: .v1, reader: &reader)
        faults += ConfigurationFaults(report.faults).faults
        guard report.faults.isEmpty, let press else { return nil }
        id = press.id
        adapter = press.adapter
        repeats = press.repeats
        assets = press.assets
    }

    /// What makes events of the press's records, with header v1.
    package func mapper(sender: Sender) -> EventMapper {
        EventMapper(sourceID: id, assets: assets, profile: .v1, sender: sender, filter: EventFilter())
    }

    /// Runs the adapter on a thread of its own until it ends or is cancelled.
    package func run(_ context: AdapterContext) async throws {
        let thread = SourceThread(name: id)
        defer { thread.stop() }
        try await withTaskExecutorPreference(thread) { try await adapter.run(context) }
    }
}
