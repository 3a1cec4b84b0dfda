import AdapterAPI
import Testing

@testable import HotFolder

@Suite("Names")
struct NameTests {
    @Test(
        "names of files that are being written",
        arguments: [".hidden", "a.tmp", "A.TMP", "a.part", "a.FilePart", "a.csv~"])
    func temporary(name: String) {
        #expect(FileName(name).isTemporary)
    }

    @Test("final names", arguments: ["a", "a.csv", "tmp", "part.csv", "ä b.xml"])
    func final(name: String) {
        #expect(!FileName(name).isTemporary)
    }

    @Test(
        "patterns",
        arguments: [
            ("*", "a", true), ("*.csv", "A.CSV", true), ("*.csv", "a.csvx", false), ("a?c*", "abc", true),
            ("a?c*", "ac", false), ("*a*b", "xaxbxab", true), ("*a*b", "xaxbx", false), ("Ü*", "über", true),
        ])
    func patterns(pattern: String, name: String, matches: Bool) {
        #expect(Glob(pattern, ignoringCase: true).matches(name) == matches)
    }

    @Test("a ledger comes back from its checkpoint, whatever bytes a name has")
    func ledger() throws {
        var ledger = Ledger()
        let names = [[0x41], Array(0x01...0x2e), Array(0x30...0xff), Array("a b\n\"%41".utf8)].map(FileName.init)
        for (index, name) in names.enumerated() {
            let stamp = FileStamp(inode: .max, size: Int64(index), seconds: -1, nanoseconds: 999_999_999)
            ledger.note(name, TakenFile(stamp: stamp, records: index, isComplete: index % 2 == 0))
        }
        #expect(Ledger(ledger.checkpoint) == ledger)
        #expect(Ledger(Checkpoint("something else")) == nil)
        #expect(Ledger(Checkpoint("hot-folder 1\n1 2 3")) == nil)
        #expect(try #require(Ledger(Ledger().checkpoint)) == Ledger())
    }
}
