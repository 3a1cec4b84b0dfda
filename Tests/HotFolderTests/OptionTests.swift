import AdapterAPI
import Testing

@testable import HotFolder

@Suite("Options of hot folders")
struct OptionTests {
    private static let mark = ConfigurationNode.Mark(file: "press.yaml", line: 1, column: 1)

    private func node(_ pairs: [(String, Any)]) -> ConfigurationNode {
        ConfigurationNode(
            .mapping(
                pairs.map { key, value in
                    let node: ConfigurationNode =
                        if let text = value as? String {
                            ConfigurationNode(.scalar(text, isQuoted: false), mark: Self.mark)
                        } else {
                            node(value as? [(String, Any)] ?? [])
                        }
                    return .init(key: key, keyMark: Self.mark, value: node)
                }), mark: Self.mark)
    }

    private func read(_ pairs: (String, Any)...) -> (settings: HotFolderSettings, faults: [String]) {
        let report = ConfigurationReport()
        var reader = ConfigurationReader(
            node([("folder", "in")] + pairs), folder: "/etc", purpose: .run, report: report)
        let settings = HotFolderSettings(&reader)
        reader.finish()
        return (settings, report.faults.map(\.message))
    }

    @Test("defaults, and folders relative to the press file's")
    func defaults() {
        let (settings, faults) = read()
        #expect(faults.isEmpty)
        #expect(settings.folder == "/etc/in" && settings.done == .inside && settings.error == .inside)
        #expect(settings.keepDone == HotFolderSettings.Keep() && !settings.keepErrors.isLimited)
        #expect(settings.ready == .auto && settings.order == .time && !settings.subfolders && !settings.create)
    }

    @Test("destinations and how long files are kept")
    func destinations() {
        let keep: [(String, Any)] = [("for", "30d"), ("maxSize", "10GiB")]
        let (settings, faults) = read(("done", "away"), ("error", "/srv/bad"), ("keepDone", keep))
        #expect(faults.isEmpty)
        #expect(settings.done == .folder("/etc/away") && settings.error == .folder("/srv/bad"))
        #expect(settings.keepDone == .init(age: .seconds(30 * 86_400), maxSize: 10 << 30))
        #expect(read(("done", "delete")).settings.done == .delete)
        #expect(read(("done", "./delete")).settings.done == .folder("/etc/./delete"))
    }

    @Test("faults say what would be right")
    func faults() {
        let keep: [(String, Any)] = [("for", "30d")]
        #expect(read(("error", "delete")).faults.first?.contains("not deleted") == true)
        #expect(read(("done", "delete"), ("keepDone", keep)).faults.first?.contains("nothing to keep") == true)
        #expect(read(("marker", "{nam}.ok")).faults.first?.contains("{name}.ok") == true)
        #expect(read(("scanInterval", "1ms")).faults.count == 1)
        #expect(read(("keepDone", [("fro", "30d")] as [(String, Any)])).faults.first?.contains("\"for\"") == true)
        #expect(read(("ready", "stabel")).faults.first?.contains("\"stable\"") == true)
    }
}
