import AdapterAPI
import Adapters
import Foundation
import Testing

@testable import AdapterHostKit

/// The files in adapter-configs: they have no faults, and mention every option there is.
@Suite struct SampleConfigurationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `the sample configuration has no faults`() throws {
        let loader = ConfigurationLoader(kinds: AdapterKinds(types: Adapters.all), environment: [:])
        do throws(ConfigurationFaults) {
            let loaded = try loader.load(
                path: Self.root.appending(path: "adapter-configs/host.yaml").path, environmentName: nil)
            #expect(loaded.presses.count == 4)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `host yaml mentions every option`() throws {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        _ = HostConfiguration(&reader, environmentName: nil, environment: [:])
        try expectMentioned(report, in: "adapter-configs/host.yaml")
    }

    @Test(arguments: [("prinect", "cutter"), ("jmf-http", "jmf"), ("csv", "bde"), ("synthetic", "simulated")])
    func `a press file mentions every option of its adapter`(kind: String, file: String) throws {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        let type = try #require(AdapterKinds(types: Adapters.all).type(named: kind))
        _ = try type.init(&reader)
        try expectMentioned(report, in: "adapter-configs/presses/\(file).yaml")
        try expectMentioned(report, in: "Sources/Adapters/\(Self.folders[kind] ?? kind)/README.md")
    }

    @Test(arguments: ["adapter-configs/presses/cutter.yaml", "adapter-configs/README.md"])
    func `options that every press has are mentioned`(file: String) throws {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        PressConfiguration.describe(&reader, kinds: AdapterKinds(types: Adapters.all))
        #expect(report.options.contains { $0.path == "assets.*.siteId" } && report.options.count > 20)
        try expectMentioned(report, in: file)
    }

    private static let folders = [
        "prinect": "Prinect", "jmf-http": "JMFReceiver", "csv": "CSV", "synthetic": "Synthetic",
    ]

    private func expectMentioned(_ report: ConfigurationReport, in file: String) throws {
        let text = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
        #expect(!report.options.isEmpty)
        for option in report.options {
            let key = option.path.split(separator: ".").last.map(String.init) ?? ""
            if key == "*" { continue }
            #expect(text.contains(key), "\(file) does not mention \(option.path)")
        }
    }
}
