import AdapterAPI
import Testing

@testable import HotFolder

@Suite("Checkpoint of growing files")
struct TailLedgerTests {
    private func entry(_ inode: UInt64, _ name: String, offset: Int64 = 100) -> TailEntry {
        let head = TailPosition.Part(length: 20, hash: ContentHash(of: name))
        let last = TailPosition.Part(length: 10, hash: ContentHash(of: "last"))
        return TailEntry(
            key: FileKey(device: 7, inode: inode), name: FileName(name),
            position: TailPosition(offset: offset, line: 5, head: head, last: last))
    }

    @Test("comes back as it was stored, whatever the names")
    func stored() throws {
        var ledger = TailLedger()
        for (index, name) in ["a.csv", "ä b\n%.csv", "c"].enumerated() { ledger.note(entry(UInt64(index), name)) }
        #expect(TailLedger(ledger.checkpoint()) == ledger)
        let later = entry(1, "ä b\n%.csv", offset: 200)
        let read = try #require(TailLedger(ledger.checkpoint(noting: later)))
        #expect(read[later.key] == later && read.entries.count == 3)
    }

    @Test(
        "what is no such checkpoint is none",
        arguments: [
            "", "hot-folder 1", "tail 2", "tail 1\n1 2 3", "tail 1\n1 2 -5 1 0 0-0 0 0-0 a",
            "tail 1\n1 2 5 1 6 0-0 0 0-0 a",
        ])
    func refused(text: String) {
        #expect(TailLedger(Checkpoint(text)) == nil)
    }

    @Test("a file that was written over is remembered as one that is gone")
    func retired() {
        var ledger = TailLedger()
        let (first, second) = (entry(1, "a"), entry(1, "a", offset: 300))
        ledger.note(first)
        ledger.retire(first.key)
        ledger.note(second)
        ledger.retire(first.key)
        #expect(ledger[first.key] == nil)
        #expect(ledger.entries.map(\.position.offset) == [100, 300])
        #expect(Set(ledger.entries.map(\.key)).count == 2)
    }

    @Test("of files that are gone only the last are kept")
    func pruned() {
        var ledger = TailLedger()
        for inode in 0..<100 { ledger.note(entry(UInt64(inode), "a\(inode)")) }
        ledger.prune { $0.inode < 10 }
        #expect(ledger.entries.count == 10 + TailLedger.goneLimit)
        #expect(ledger[FileKey(device: 7, inode: 3)] != nil && ledger[FileKey(device: 7, inode: 99)] != nil)
        #expect(ledger[FileKey(device: 7, inode: 50)] == nil)
    }
}
