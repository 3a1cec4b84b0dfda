import AdapterAPI
import Testing

@testable import HotFolder

@Suite("Names")
struct NameTests {
    @Test(
        "names of files that are being written",
        arguments: ["a.tmp", "A.TMP", "a.part", "a.FilePart", "a.csv~", "log.ACL", "sub/a.tmp"])
    func temporary(name: String) {
        #expect(FileName(name).isTemporary)
    }

    @Test("final names", arguments: ["a", "a.csv", "tmp", "part.csv", "ä b.xml", "a.tmp/b"])
    func final(name: String) {
        #expect(!FileName(name).isTemporary)
    }

    @Test("the parts of a path")
    func parts() {
        let name = FileName("a/b/c.xml")
        #expect(name.folder == FileName("a/b") && name.base.elementsEqual("c.xml".utf8))
        #expect(name.folders == [FileName("a"), FileName("a/b")])
        #expect(FileName("c").folder == .root && FileName("c").folders.isEmpty)
        #expect(name.isBelow(FileName("a")) && name.isBelow(.root) && !name.isBelow(FileName("a/bb")))
        #expect(!FileName("ab/c").isBelow(FileName("a")))
        #expect(FileName("a/.b").isHidden && !FileName(".a/b").isHidden)
    }

    @Test(
        "patterns for names, in any case and in either form of an umlaut",
        arguments: [
            ("*", "a", true), ("*.csv", "A.CSV", true), ("*.csv", "sub/a.csv", true), ("*.csv", "a.csvx", false),
            ("*.CSV", "a.csv", true), ("a*", "sub/abc", true), ("*ä.xml", "fa\u{308}.XML", true),
            ("f\u{fc}r*", "fu\u{308}r 1.xml", true), ("b?d", "bad", true), ("in/*.xml", "in/a.xml", true),
            ("in/*.xml", "out/a.xml", false), ("*/*.xml", "a.xml", false), ("a b.xml", "A B.XML", true),
        ])
    func namePatterns(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(FileName(name)) == matches)
    }

    @Test("what a name says")
    func rules() {
        var settings = HotFolderSettings(folder: "")
        settings.files = ["*.xml", "*.log"]
        settings.ignore = ["old*"]
        settings.temporary = ["*.upload*"]
        settings.ready = .marker
        let rules = NameRules(settings)
        let expected: [(String, NameRules.Kind)] = [
            ("a.XML", .wanted), ("a.xml.ok", .marker), ("OLD.xml", .ignored), ("a.upload.xml", .temporary),
            (".a.xml", .ignored), ("a.txt", .ignored), ("a.xml.part", .temporary), (".ok", .ignored),
        ]
        for (name, kind) in expected { #expect(rules.kind(of: FileName(name)) == kind, "\(name)") }
        #expect(rules.enters(FileName("sub")) && !rules.enters(FileName("old")) && !rules.enters(FileName("x.part")))
        #expect(!rules.enters(FileName(".trash")))
    }

    @Test("markers")
    func markers() throws {
        let byName = try #require(MarkerTemplate("{name}.ok"))
        #expect(byName == .standard)
        #expect(byName.marker(for: FileName("s/a.xml")) == FileName("s/a.xml.ok"))
        #expect(byName.file(of: FileName("s/a.xml.ok")) == FileName("s/a.xml"))
        #expect(byName.file(of: FileName("a.xml")) == nil && !byName.isMarker(FileName(".ok")))
        let byStem = try #require(MarkerTemplate("_{stem}.done"))
        #expect(byStem.marker(for: FileName("s/a.b.xml")) == FileName("s/_a.b.done"))
        #expect(byStem.isMarker(FileName("_a.done")) && byStem.file(of: FileName("_a.done")) == nil)
        for wrong in ["", "{name}", "ok", "{name}/ok", "{name}{stem}", "{Name}.ok", "{name}{name}"] {
            #expect(MarkerTemplate(wrong) == nil, "\(wrong)")
        }
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

    @Test("the last line about a name holds, and lines that no longer hold do not pile up")
    func ledgerLines() throws {
        var ledger = Ledger()
        let stamp = FileStamp(inode: 1, size: 1, seconds: 1)
        func taken(_ records: Int) -> TakenFile { TakenFile(stamp: stamp, records: records, isComplete: false) }
        for records in 0..<10_000 { ledger.note(FileName("a"), taken(records)) }
        #expect(ledger.checkpoint.bytes.count < 10_000)
        #expect(Ledger(ledger.checkpoint)?.taken(FileName("a"), stamp) == taken(9_999))
        let more = try #require(Ledger(ledger.checkpoint(noting: FileName("a"), taken(10_000), memory: [])))
        #expect(more.taken(FileName("a"), stamp) == taken(10_000))
        ledger.forget([FileName("a")])
        #expect(Ledger(ledger.checkpoint) == Ledger())
    }

    @Test func `a ledger keeps what the adapter remembers`() throws {
        var ledger = Ledger()
        ledger.note(memory: [0, 10, 255])
        let file = TakenFile(
            stamp: FileStamp(inode: 1, size: 2, seconds: 3, nanoseconds: 4), records: 5, isComplete: true)
        ledger.note(FileName("a"), file)
        let stored = try #require(Ledger(ledger.checkpoint))
        #expect(stored.memory == [0, 10, 255] && stored == ledger)
        let later = try #require(Ledger(ledger.checkpoint(noting: FileName("b"), file, memory: [7])))
        #expect(later.memory == [7] && later.files.count == 2)
        #expect(Ledger(Checkpoint("hot-folder 1\nmemory 0")) == nil)
    }
}
