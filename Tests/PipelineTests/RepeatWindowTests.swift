import AdapterAPI
import Foundation
import TestServers
import Testing

@testable import IoTTransport
@testable import Pipeline

@Suite struct RepeatWindowTests {
    /// A window with its store, as the sink uses it.
    final class Source {
        let limits: RepeatLimits
        var store = StoredRows()
        var window: RepeatWindow

        init(_ limits: RepeatLimits) {
            self.limits = limits
            window = RepeatWindow(limits, stored: [])
        }

        /// Sends a batch; which of its ids were new.
        func send(_ ids: [UInt64], day: Int64, fails: Bool = false) -> [UInt64] {
            window.begin(day: day)
            let new = ids.filter { window.insert(ContentHash(high: $0, low: 0)) }
            let recent = window.finish()
            if fails {
                window.undo(isFinished: true)
            } else {
                if let recent { store.store(recent) }
                window.accepted()
            }
            return new
        }

        func restart() { window = RepeatWindow(limits, stored: store.segments) }
    }

    @Test func `drops a repeat in a batch, in later ones and after a restart`() {
        let source = Source(RepeatLimits())
        #expect(source.send([1, 2, 1], day: 100) == [1, 2])
        #expect(source.send([2, 3], day: 100) == [3])
        source.restart()
        #expect(source.send([1, 2, 3, 4], day: 101) == [4])
        #expect(source.window.count == 4 && source.store.ids == 4)
    }

    @Test func `what was not stored is no repeat when it comes again`() {
        let source = Source(RepeatLimits())
        _ = source.send([1], day: 100)
        #expect(source.send([1, 2, 3], day: 101, fails: true) == [2, 3])
        #expect(source.send([1, 2, 3], day: 101) == [2, 3])
        #expect(source.window.count == 3 && source.store.ids == 3)
    }

    @Test func `forgets by the day of queueing`() {
        let source = Source(RepeatLimits(days: 30))
        _ = source.send([1], day: 100)
        _ = source.send([2], day: 101)
        #expect(source.send([1, 2], day: 130) == [], "30 days old")
        #expect(source.send([1, 2], day: 131) == [1])
        #expect(source.send([1, 2], day: 132) == [2])
        source.restart()
        #expect(source.send([1, 2], day: 133) == [])
        #expect(source.send([1], day: 1_000) == [1])
        #expect(source.store.ids == 1)
    }

    @Test func `a clock that goes back loses nothing, before, meanwhile and afterwards`() {
        let source = Source(RepeatLimits(days: 30))
        _ = source.send([1], day: 20_000)
        #expect(source.send([1, 2], day: 0) == [2], "a clock that lost its battery")
        source.restart()
        #expect(source.send([1, 2, 3], day: 1) == [3])
        #expect(source.send([1, 2, 3], day: 20_001) == [], "and is right again")
        #expect(source.send([1, 2, 3], day: 20_030) == [])
        #expect(source.send([1, 2, 3], day: 20_031) == [1, 2, 3])
    }

    @Test func `a clock that runs ahead for a while costs what was before, no more`() {
        let source = Source(RepeatLimits(days: 30))
        _ = source.send([1], day: 20_000)
        #expect(source.send([1, 2], day: 23_000) == [1, 2])
        #expect(source.send([1, 2, 3], day: 20_000) == [3])
        source.restart()
        #expect(source.send([1, 2, 3], day: 20_001) == [])
    }

    @Test func `keeps the newest when there are too many`() {
        let source = Source(RepeatLimits(ids: 1_600))
        for id in 1...5_000 as ClosedRange<UInt64> { #expect(source.send([id], day: 100) == [id]) }
        #expect(source.window.count > 1_500 && source.window.count <= 1_600)
        #expect(source.store.ids == source.window.count)
        #expect(source.send(Array(3_501...5_000), day: 100) == [])
        #expect(source.send([3_399], day: 100) == [3_399])
    }

    @Test func `a batch larger than all is kept whole`() {
        let source = Source(RepeatLimits(ids: 10))
        #expect(source.send(Array(1...100), day: 1).count == 100)
        #expect(source.send(Array(1...100), day: 1) == [])
        #expect(source.send([200], day: 1) == [200])
        #expect(source.window.count == 1 && source.store.ids == 1)
    }

    @Test func `many small batches become few rows`() {
        let source = Source(RepeatLimits())
        for id in 1...3_000 as ClosedRange<UInt64> { _ = source.send([id], day: 100) }
        #expect(source.store.rows.count < 3_000 / 256 + 257)
        _ = source.send([9_000], day: 101)
        #expect(source.store.rows.count == 2, "a segment that is done is one row")
        #expect(source.store.segments.map(\.ids.count) == [3_000, 1])
    }

    /// Any order of batches, failures, restarts and days; against sets.
    @Test(arguments: 1...40 as ClosedRange<UInt64>) func `agrees with a model`(seed: UInt64) {
        var random = Seeded(seed)
        let limits = RepeatLimits(days: Int.random(in: 1...5, using: &random), ids: 640)
        let source = Source(limits)
        var day: Int64 = 20_000
        var queuedOn: [UInt64: Int64] = [:]
        var order: [UInt64] = []
        var next: UInt64 = 0
        for _ in 0..<600 {
            if Int.random(in: 0..<30, using: &random) == 0 { day += Int64.random(in: 1...3, using: &random) }
            if Int.random(in: 0..<40, using: &random) == 0 { source.restart() }
            var batch: [UInt64] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                next += 1
                batch.append(Bool.random(using: &random) ? next : UInt64.random(in: 1...next, using: &random))
            }
            let fails = Int.random(in: 0..<10, using: &random) == 0
            let new = source.send(batch, day: day, fails: fails)
            #expect(Set(new).count == new.count)
            let recent = Set(order.suffix(640 - 40 - 12))
            for id in Set(batch) {
                let isNew = new.contains(id)
                if let on = queuedOn[id] {
                    if recent.contains(id), day - on < Int64(limits.days) { #expect(!isNew, "\(id) was queued") }
                    if day - on > Int64(limits.days) { #expect(isNew, "\(id) is too old") }
                } else {
                    #expect(isNew, "\(id) was never queued")
                }
            }
            if fails { continue }
            for id in new { queuedOn[id] = day }
            order += new
            // What is dropped leaves the disk with the next ids that are stored.
            #expect(source.window.count <= source.store.ids && source.window.count <= 640)
            if !new.isEmpty { #expect(source.window.count == source.store.ids) }
            #expect(source.store.rows.count < 500)
        }
    }
}
