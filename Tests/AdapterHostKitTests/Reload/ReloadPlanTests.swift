import AdapterAPI
import Foundation
import TestServers
import Testing

@testable import AdapterHostKit

/// What a new configuration changes, told from what the files say.
@Suite struct ReloadPlanTests {
    /// Reads a configuration of these press files and further lines of host.yaml.
    private func prints(_ presses: [String: String], _ more: String = "", in folder: TemporaryFolder) throws
        -> ConfigurationPrints
    {
        let path = folder.file("presses")
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (id, text) in presses {
            try "id: \(id)\nadapter: ticking\nasset: { type: T }\nunknownAsset: useKey\n\(text)"
                .write(toFile: folder.file("presses/\(id).yaml"), atomically: true, encoding: .utf8)
        }
        try "broker: { topic: t, clientId: c }\n\(more)"
            .write(toFile: folder.file("host.yaml"), atomically: true, encoding: .utf8)
        let loader = ConfigurationLoader(kinds: AdapterKinds(types: [TickingAdapter.self]), environment: [:])
        return try loader.load(path: folder.file("host.yaml"), environmentName: nil).prints
    }

    @Test func `only sources whose file says something else start again`() throws {
        let folder = try TemporaryFolder()
        let one = try prints(["a": "", "b": "", "c": ""], in: folder)
        let other = try prints(["a": "# a comment\n", "b": "repeats: { max: 7 }", "d": ""], in: folder)
        let plan = ReloadPlan(from: one, startedWith: one, to: other)
        #expect(plan.kept == ["a"] && plan.restarted == ["b"] && plan.started == ["d"] && plan.stopped == ["c"])
        #expect(plan.postponed.isEmpty)
        #expect(plan.text == "1 source starts again (b); 1 source is new (d); 1 source stops (c); 1 go on")
    }

    @Test func `what is part of every event starts all again; what the host is built on holds from the next start`()
        throws
    {
        let folder = try TemporaryFolder()
        let one = try prints(["a": "", "b": ""], "sender: { id: x }", in: folder)
        let other = try prints(
            ["a": "", "b": ""], "sender: { id: y }\nspool: { maxSize: 1MiB }\nlog: { level: debug }", in: folder)
        let plan = ReloadPlan(from: one, startedWith: one, to: other)
        #expect(plan.restarted == ["a", "b"] && plan.kept.isEmpty)
        #expect(plan.postponed == ["spool"])
        // The sender is in force now; the spool is still that of the start.
        let again = ReloadPlan(from: other, startedWith: one, to: other)
        #expect(!again.changesSources && again.postponed == ["spool"])
        #expect(again.text == "no source has changed; 2 go on; holds from the next start on: spool")
        #expect(ReloadPlan(from: other, startedWith: one, to: one).postponed.isEmpty)
    }

    @Test func `a file is read once it has changed and rests`() {
        func stamp(_ bytes: Int64, more: Bool = false) -> ConfigurationStamp {
            let file = ConfigurationStamp.File(inode: 1, bytes: bytes, seconds: 0, nanoseconds: 0)
            return ConfigurationStamp(files: more ? ["a": file, "b": file] : ["a": file])
        }
        var watch = ConfigurationWatch(stamp(1))
        #expect(watch.look(stamp(1)) == nil)
        #expect(watch.look(stamp(2)) == nil, "it may still be written")
        #expect(watch.look(stamp(3)) == nil)
        #expect(watch.look(stamp(3)) == ["a"])
        #expect(watch.look(stamp(3)) == nil)
        #expect(watch.look(stamp(3, more: true)) == nil)
        #expect(watch.look(stamp(3, more: true)) == ["b"])
        #expect(watch.look(ConfigurationStamp(files: [:])) == nil)
        #expect(watch.look(ConfigurationStamp(files: [:])) == ["a", "b"])
    }
}
