import Foundation
import TestServers
import Testing

/// `adapter-host adapters …` and `config schema` as a user types them.
@Suite struct AdaptersCommandTests {
    @Test func `lists the adapters, for people and for programs`() throws {
        let list = try HostProcess.run(["adapters", "ls"])
        #expect(list.status == 0)
        #expect(list.output.split(separator: "\n").count == 4)
        #expect(list.output.contains("prinect") && list.output.contains("converts files"))
        let json = try HostProcess.run(["adapters", "ls", "--json"])
        let adapters = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
        #expect(adapters.map { $0["kind"] as? String } == ["prinect", "jmf-http", "csv", "synthetic"])
    }

    @Test func `describes an adapter's options from its reads`() throws {
        let text = try HostProcess.run(["adapters", "describe", "csv"])
        #expect(text.status == 0)
        #expect(text.output.contains("scanInterval") && text.output.contains("500ms"))
        let json = try HostProcess.run(["adapters", "describe", "csv", "--json"])
        let described = try #require(JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        let options = try #require(described["options"] as? [[String: Any]])
        let settle = try #require(options.first { $0["name"] as? String == "settleTime" })
        #expect(settle["default"] as? String == "500ms")
        #expect(settle["unit"] as? String == "ms, s, min, h, d")
        #expect(settle["required"] as? Bool == false)
        #expect((settle["description"] as? String)?.isEmpty == false)
        let unknown = try HostProcess.run(["adapters", "describe", "cvs"])
        #expect(unknown.status == 64 && unknown.complaints.contains("did you mean \"csv\""))
    }

    @Test(arguments: ["host", "press"])
    func `prints a JSON Schema`(file: String) throws {
        let run = try HostProcess.run(["config", "schema", file])
        #expect(run.status == 0)
        let schema = try #require(JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test func `begins an adapter only where there is a checkout, and only under a good name`() throws {
        let folder = try TemporaryFolder()
        let outside = try HostProcess.run(["adapters", "new", "line-log", "--into", folder.path])
        #expect(outside.status == 1 && outside.complaints.contains("no checkout of adapter-host is here"))
        let name = try HostProcess.run(["adapters", "new", "LineLog", "--into", folder.path])
        #expect(name.status == 1 && name.complaints.contains("did you mean \"line-log\""))
        let taken = try HostProcess.run(["adapters", "new", "csv", "--into", folder.path])
        #expect(taken.status == 1 && taken.complaints.contains("already"))
        let host = try HostProcess.run(
            ["adapters", "new", "line-log", "--package", "--host", folder.path, "--into", folder.file("new")])
        #expect(host.status == 1 && host.complaints.contains("no checkout"))
        #expect(try folder.names() == [])
    }
}
