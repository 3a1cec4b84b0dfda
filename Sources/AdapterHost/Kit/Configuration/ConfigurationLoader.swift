import AdapterAPI
import Foundation
import Pipeline

/// Reads a host's configuration, all of it, and finds all faults at once.
struct ConfigurationLoader {
    let kinds: AdapterKinds
    let environment: [String: String]
    let report = ConfigurationReport()
    /// Whether a certificate store that cannot be used is a fault.
    var requiresIdentity = true

    /// A configuration without faults.
    struct Loaded {
        var host: HostConfiguration
        var presses: [PressConfiguration]
        /// What all files said.
        var prints = ConfigurationPrints()
        /// `host.yaml`
        var path = ""

        /// The files that it is made of, as far as they are there now: also press files that are new.
        func watched() -> [String] {
            let folder = (path as NSString).deletingLastPathComponent
            let presses = host.presses.flatMap {
                ConfigurationLoader.files(matching: $0, in: folder.isEmpty ? "." : folder)
            }
            return [path] + presses + (host.platform.map { [$0.environment.path] } ?? [])
        }
    }

    /// Reads `host.yaml` and every press file that it names.
    /// - Throws: ``ConfigurationFaults`` with every fault of every file.
    func load(path: String, environmentName: String?) throws(ConfigurationFaults) -> Loaded {
        let file = ConfigurationFile(path: path, environment: environment, report: report)
        guard let root = file.root() else { throw ConfigurationFaults(report.faults) }
        var reader = ConfigurationReader(root, folder: file.folder, purpose: .run, report: report)
        let host = HostConfiguration(
            &reader, environmentName: environmentName, environment: environment, requiresIdentity: requiresIdentity)
        reader.finish()
        var presses: [PressConfiguration] = []
        if host.presses.isEmpty {
            reader.fault(at: "presses", "the list is empty: a host without presses does nothing")
        }
        var seen = Uniqueness()
        for pattern in host.presses {
            let paths = Self.files(matching: pattern, in: file.folder)
            if paths.isEmpty { reader.fault(at: "presses", "\"\(pattern)\" matches no file in \(file.folder)") }
            for path in paths {
                guard let press = loadPress(path: path, purpose: .run, profile: host.header, &seen) else { continue }
                presses.append(press)
            }
        }
        for (name, mark) in report.eventTypes {
            guard let fault = host.header.fault(ofEventType: name) else { continue }
            report.add(ConfigurationFault(mark: mark, message: fault))
        }
        guard report.faults.isEmpty else { throw ConfigurationFaults(report.faults) }
        var prints = ConfigurationPrints(options: ConfigurationPrints.options(of: root))
        prints.presses = presses.map { .init(id: $0.id, print: $0.print) }
        if let environment = host.platform?.environment.path {
            prints.options[environment] = ContentHash(
                of: String(decoding: FileManager.default.contents(atPath: environment) ?? Data(), as: UTF8.self))
        }
        return Loaded(host: host, presses: presses, prints: prints, path: path)
    }

    /// Reads `host.yaml` alone.
    /// - Throws: ``ConfigurationFaults`` with every fault of that file.
    func loadHost(path: String, environmentName: String?) throws(ConfigurationFaults) -> HostConfiguration {
        let file = ConfigurationFile(path: path, environment: environment, report: report)
        guard let root = file.root() else { throw ConfigurationFaults(report.faults) }
        var reader = ConfigurationReader(root, folder: file.folder, purpose: .run, report: report)
        let host = HostConfiguration(
            &reader, environmentName: environmentName, environment: environment, requiresIdentity: requiresIdentity)
        reader.finish()
        guard report.faults.isEmpty else { throw ConfigurationFaults(report.faults) }
        return host
    }

    /// Reads one press file for `convert`.
    /// - Throws: ``ConfigurationFaults`` with every fault of the file.
    func loadPress(path: String) throws(ConfigurationFaults) -> PressConfiguration {
        var seen = Uniqueness()
        guard let press = loadPress(path: path, purpose: .convert, profile: .v1, &seen), report.faults.isEmpty else {
            throw ConfigurationFaults(report.faults)
        }
        return press
    }

    private func loadPress(
        path: String, purpose: ConfigurationPurpose, profile: HeaderProfile, _ seen: inout Uniqueness
    ) -> PressConfiguration? {
        let file = ConfigurationFile(path: path, environment: environment, report: report)
        guard let root = file.root() else { return nil }
        var reader = ConfigurationReader(root, folder: file.folder, purpose: purpose, report: report)
        var press = PressConfiguration(file: file, kinds: kinds, profile: profile, reader: &reader)
        press?.print = ContentHash(of: path).mixed(with: ConfigurationPrints.of(root))
        if purpose == .run { seen.check(&reader, press) }
        return press
    }

    /// The files that a pattern names, in the order of their names.
    static func files(matching pattern: String, in folder: String) -> [String] {
        let full = pattern.hasPrefix("/") ? pattern : folder + "/" + pattern
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(full, 0, nil, &result) == 0, let paths = result.gl_pathv else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
    }

    /// Ids, folders and other inputs must not be used twice.
    private struct Uniqueness {
        private var ids: [String: ConfigurationNode.Mark] = [:]
        private var folders: [String: ConfigurationNode.Mark] = [:]
        private var inputs: [String: ConfigurationNode.Mark] = [:]

        mutating func check(_ reader: inout ConfigurationReader, _ press: PressConfiguration?) {
            if let input = press?.adapter.exclusiveInput {
                if let first = inputs[input] { reader.fault(at: "adapter", "\(input) is read already at \(first)") }
                inputs[input] = inputs[input] ?? reader.mark(of: "adapter")
            }
            let folder = press?.inputFolder
            if let id = reader.text(ofKey: "id") {
                if let first = ids[id] { reader.fault(at: "id", "the id \"\(id)\" is used already at \(first)") }
                ids[id] = ids[id] ?? reader.mark(of: "id")
            }
            if let folder {
                let whole = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath().path
                if let first = folders[whole] {
                    reader.fault(at: "folder", "the folder \"\(folder)\" is read already at \(first)")
                }
                folders[whole] = folders[whole] ?? reader.mark(of: "folder")
            }
        }
    }
}
