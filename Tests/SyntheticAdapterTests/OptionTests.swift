import AdapterAPI
import Testing

@testable import SyntheticAdapter

@Suite struct OptionTests {
    @Test(
        arguments: [
            (["events": ["statsu"]], "did you mean \"status\""), (["events": []], "at least one"),
            (["rate": "unlimited"], "from 1/h"), (["shifts": "4"], "from 1 to 3"),
            (["speed": "20000"], "from 1 to 10000"),
            (["interval": "100ms"], "from 500ms"), (["duration": "1ms"], "from 1s"),
            (["start": "tomorrow"], "a time such as"),
            (["start": "1969-01-01T00:00:00Z"], "from 1970"), (["zone": "Europe/Berln"], "Europe/Berlin"),
            (["writes": "jfm", "into": "in"], "did you mean \"jmf\""), (["writes": "jmf"], "\"into\" is missing"),
            (["into": "in"], "needs \"writes\""), (["records": "5"], "needs \"writes\" or \"posts\""),
            (["writes": "jmf", "into": "in", "posts": "http://a/b"], "exclude each other"),
            (["posts": "https://a/b"], "https is not spoken"),
            (["posts": "http://a/b", "timeout": "1ms"], "from 100ms"),
            (["posts": "http://a/b", "events": ["reference-client-test"]], "no form as a document"),
            (["writes": "csv", "into": "in", "presses": "1000", "records": "1000"], "at most 100000"),
            (["faults": ["duplicates": "2"]], "from 0 to 1"), (["faults": ["halfWritten": "0.1"]], "is for documents"),
            (["faults": ["missingCounters": "0.1"]], "is for documents"),
            (["faults": ["disorderly": "0.1"]], "disorder"),
            (["faults": ["clockSkew": "0.1", "skew": "400d"]], "at most 366d"),
        ] as [([String: TestAdapter.Value], String)])
    func `what makes no sense is a fault that says so`(values: [String: TestAdapter.Value], words: String) throws {
        let faults = try TestAdapter(values).faults
        #expect(faults.contains { $0.message.contains(words) }, "\(faults)")
        #expect(faults.count == 1, "\(faults)")
    }

    @Test func `a folder is not needed to convert`() throws {
        #expect(try TestAdapter(["writes": "jmf"], purpose: .convert).faults.isEmpty)
    }

    @Test(arguments: [
        ("http://127.0.0.1:8889/jmfportal", "127.0.0.1", 8889, "/jmfportal", "127.0.0.1:8889"),
        ("http://press-room", "press-room", 80, "/", "press-room"),
        ("HTTP://host:/?a=b", "host", 80, "/?a=b", "host"), ("http://host?a=b", "host", 80, "/?a=b", "host"),
        ("http://[::1]:8889/x", "::1", 8889, "/x", "[::1]:8889"),
        ("http://[fe80::1]/", "fe80::1", 80, "/", "[fe80::1]"),
    ])
    func addresses(text: String, host: String, port: UInt16, target: String, authority: String) throws {
        let address = try PostAddress(text)
        #expect(address.host == host && address.port == port && address.target == target)
        #expect(address.authority == authority)
    }

    @Test(arguments: [
        "", "jmfportal", "ftp://a/b", "http://", "http:///x", "http://a:b/c", "http://a:0/", "http://a:70000/",
        "http://user:secret@a/", "http://a/b c", "http://a/b\r\nX: y", "http://[::1/", "http://[::1]x/", "http://a/#b",
        "http://ä/",
    ])
    func `what is no address is refused`(text: String) {
        #expect(throws: PostAddress.Fault.self) { try PostAddress(text) }
    }
}
