import TestServers
import Testing

@testable import Pipeline

@Suite struct IDTableTests {
    /// Against a dictionary: random ids out of few places, so that they collide, taken out again, segments dropped.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func `agrees with a dictionary`(seed: UInt64) {
        var random = Seeded(seed)
        let table = IDTable()
        var model: [UInt64: Int] = [:]
        var (segment, oldest) = (65_500, 65_500)
        table.drop(before: 65_500)
        for _ in 0..<20_000 {
            // Ids that begin their search at few slots, at the table's end too.
            let id =
                UInt64.random(in: 1...40, using: &random) << 32 | (UInt64.random(in: 1_000...1_063, using: &random))
            switch Int.random(in: 0..<100, using: &random) {
            case 0: segment += 1
            case 1 where oldest < segment:
                oldest += 1
                table.drop(before: UInt16(truncatingIfNeeded: oldest))
                model = model.filter { $0.value >= oldest }
            case 2..<20:
                if model.removeValue(forKey: id) != nil { table.remove(id) }
            default:
                let isNew = model[id] == nil
                #expect(table.insert(id, segment: UInt16(truncatingIfNeeded: segment)) == isNew)
                if isNew { model[id] = segment }
            }
        }
        for id in model.keys { #expect(!table.insert(id, segment: UInt16(truncatingIfNeeded: segment))) }
    }

    @Test func `zero is an id`() {
        let table = IDTable()
        #expect(table.insert(0, segment: 0))
        #expect(!table.insert(0, segment: 0))
        table.remove(0)
        #expect(table.insert(0, segment: 0))
    }

    @Test func `dropped segments leave the memory`() {
        let table = IDTable()
        var random = Seeded(1)
        for segment in 0..<100 as Range<UInt16> {
            table.drop(before: segment > 1 ? segment - 1 : 0)
            for _ in 0..<5_000 { _ = table.insert(random.next(), segment: segment) }
        }
        #expect(table.memoryBytes <= 32_768 * 10, "\(table.memoryBytes) bytes for at most 10,000 ids")
    }
}
