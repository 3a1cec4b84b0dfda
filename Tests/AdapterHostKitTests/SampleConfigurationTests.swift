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
            #expect(loaded.presses.count >= Adapters.all.count)
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

    @Test func `for each adapter a press file mentions every option`() throws {
        let folder = Self.root.appending(path: "adapter-configs/presses")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        for type in Adapters.all {
            let report = ConfigurationReport()
            var reader = ConfigurationReader.describing(report)
            _ = try type.init(&reader)
            let sample = try files.first { file in
                try String(contentsOf: folder.appending(path: file), encoding: .utf8)
                    .contains("\nadapter: \(type.kind)\n")
            }
            try expectMentioned(report, in: "adapter-configs/presses/\(try #require(sample, "\(type.kind)"))")
        }
    }

    @Test(arguments: ["adapter-configs/presses/cutter.yaml", "adapter-configs/README.md"])
    func `options that every press has are mentioned`(file: String) throws {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        PressConfiguration.describe(&reader, kinds: AdapterKinds(types: Adapters.all))
        #expect(report.options.contains { $0.path == "assets.*.siteId" } && report.options.count > 20)
        try expectMentioned(report, in: file)
    }

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
