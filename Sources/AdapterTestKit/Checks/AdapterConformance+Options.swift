public import AdapterAPI
import AdapterHostKit

extension AdapterConformance {
    /// Every option that the adapter reads, in the order of its reads.
    /// - Throws: what the adapter's `init` throws.
    public func options() throws -> [ConfigurationOption] {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        _ = try type.init(&reader)
        return report.options
    }

    /// Puts each option under a misspelt name and with a value of a wrong kind into the press file of the first case
    /// that has none at fault.
    public func optionFailures() -> [ConformanceFailure] {
        do {
            guard let root = try goodRoot() else {
                return [ConformanceFailure("", .options, "no case has a press file without faults")]
            }
            var failures: [ConformanceFailure] = []
            for option in try options() {
                if option.help.isEmpty {
                    failures.append(ConformanceFailure("", .options, "\(option.path) has no help"))
                }
                guard !option.path.contains(".") else { continue }
                failures += misspelling(of: option, in: root) + wrongKind(of: option, in: root)
            }
            return failures
        } catch {
            return [error as? ConformanceFailure ?? ConformanceFailure("", .options, "\(error)")]
        }
    }

    /// Where the kit puts what is wrong.
    private static let place = ConfigurationNode.Mark(file: AdapterCase.pressFile, line: 1_000, column: 7)

    private func goodRoot() throws -> ConfigurationNode? {
        for testCase in try cases() {
            var faults: [ConfigurationFault] = []
            guard let source = try TestedSource(self, testCase, faults: &faults),
                let root = PressReading.root(ofFile: testCase.path + "/" + AdapterCase.pressFile, faults: &faults)
            else { continue }
            return root.setting(source.session.options)
        }
        return nil
    }

    private func misspelling(of option: ConfigurationOption, in root: ConfigurationNode) -> [ConformanceFailure] {
        let name = option.path + "x"
        let faults = faults(of: root.setting(name, to: .scalar("1", isQuoted: false), at: Self.place))
        let words = "unknown key \"\(name)\" (did you mean \"\(option.path)\"?)"
        if faults.contains(ConfigurationFault(mark: Self.place, message: words)) { return [] }
        return [
            ConformanceFailure("", .options, "\(name): expected the fault \(Self.place): \(words), found \(faults)")
        ]
    }

    private func wrongKind(of option: ConfigurationOption, in root: ConfigurationNode) -> [ConformanceFailure] {
        let isMapping = option.type.hasPrefix("mapping")
        let wrong = ConfigurationNode.Entry(
            key: "wrong", keyMark: Self.place,
            value: ConfigurationNode(.scalar("kind", isQuoted: false), mark: Self.place))
        let content: ConfigurationNode.Content = isMapping ? .scalar("17", isQuoted: false) : .mapping([wrong])
        let faults = faults(of: root.setting(option.path, to: content, at: Self.place))
        if faults.contains(where: { $0.mark == Self.place }) { return [] }
        let shown = isMapping ? "17" : "{ wrong: kind }"
        return [
            ConformanceFailure(
                "", .options, "\(option.path): \(shown) should be a fault with its place, found \(faults)")
        ]
    }

    private func faults(of root: ConfigurationNode) -> [ConfigurationFault] {
        var faults: [ConfigurationFault] = []
        _ = PressReading(root, folder: "", type: type, faults: &faults)
        return faults
    }
}
