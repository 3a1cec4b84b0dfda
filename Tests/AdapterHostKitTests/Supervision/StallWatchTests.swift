import TestServers
import Testing

@testable import AdapterHostKit

/// A source that gets no further is named, one that waits or is held back is not.
@Suite struct StallWatchTests {
    private typealias Look = StallWatch.Look
    private static let stuck = Look(progress: 7, hasInput: true, isHeldBack: false)

    /// What is said when this is seen every ten seconds, by the second.
    private func words(_ watch: inout StallWatch, from: Int = 0, to: Int, _ look: (Int) -> Look) -> [Int: StallWatch
        .Notice]
    {
        var said: [Int: StallWatch.Notice] = [:]
        for second in stride(from: from, through: to, by: 10) {
            said[second] = watch.look(look(second), now: .seconds(second))
        }
        return said
    }

    @Test func `a stall is said once when the limit is reached, then rarely, and again when it goes on`() {
        var watch = StallWatch(limit: .seconds(300))
        let said = words(&watch, to: 20_000) { _ in Self.stuck }
        #expect(
            said == [
                300: .stalled(for: .seconds(300)), 1_800: .stalled(for: .seconds(1_800)),
                10_800: .stalled(for: .seconds(10_800)),
            ])
        #expect(watch.isStalled)
        let moved = Look(progress: 8, hasInput: true, isHeldBack: false)
        #expect(watch.look(moved, now: .seconds(20_010)) == .goesOn(after: .seconds(20_000)))
        #expect(!watch.isStalled)
        #expect(words(&watch, from: 20_020, to: 20_300) { _ in moved }.isEmpty)
        #expect(watch.look(moved, now: .seconds(20_310)) == .stalled(for: .seconds(300)))
    }

    @Test func `a source without input is idle, however long`() {
        var watch = StallWatch(limit: .seconds(300))
        #expect(words(&watch, to: 100_000) { _ in Look(progress: 7, hasInput: false, isHeldBack: false) }.isEmpty)
        // The limit runs from when it has something to do.
        #expect(words(&watch, from: 100_010, to: 100_300) { _ in Self.stuck }.isEmpty)
        #expect(watch.look(Self.stuck, now: .seconds(100_310)) == .stalled(for: .seconds(300)))
    }

    @Test func `waiting for a full spool is no stall; when that is over the limit runs anew`() {
        var watch = StallWatch(limit: .seconds(300))
        let held = Look(progress: 7, hasInput: true, isHeldBack: true)
        #expect(words(&watch, to: 100_000) { _ in held }.isEmpty)
        #expect(words(&watch, from: 100_010, to: 100_300) { _ in Self.stuck }.isEmpty)
        #expect(watch.look(Self.stuck, now: .seconds(100_310)) == .stalled(for: .seconds(300)))
        #expect(watch.look(held, now: .seconds(100_320)) == nil)
        #expect(!watch.isStalled)
    }

    @Test func `time in which nobody looked does not count`() {
        var watch = StallWatch(limit: .seconds(300))
        #expect(words(&watch, to: 200) { _ in Self.stuck }.isEmpty)
        #expect(words(&watch, from: 9_000, to: 9_090) { _ in Self.stuck }.isEmpty)
        #expect(watch.look(Self.stuck, now: .seconds(9_100)) == .stalled(for: .seconds(300)))
    }

    /// Against a model that remembers everything: a stall is said only after a full limit without progress, with input and
    /// without back-pressure; and "goes on" only after a stall.
    @Test(arguments: 1...200 as ClosedRange<UInt64>) func `by seed`(seed: UInt64) {
        var random = Seeded(seed)
        var watch = StallWatch(limit: .seconds(30))
        var progress: UInt64 = 0
        var quietSince: Int?
        var isSaid = false
        for second in 0..<2_000 {
            let changes = Int.random(in: 0..<40, using: &random) == 0
            if changes { progress += 1 }
            let look = Look(
                progress: progress, hasInput: Int.random(in: 0..<60, using: &random) != 0,
                isHeldBack: Int.random(in: 0..<60, using: &random) == 0)
            if !look.hasInput {
                quietSince = nil
            } else if changes {
                quietSince = second
            } else if look.isHeldBack {
                quietSince = nil
            } else if quietSince == nil {
                quietSince = second
            }
            let isDue = quietSince.map { second - $0 >= 30 } ?? false
            switch watch.look(look, now: .seconds(second)) {
            case .stalled:
                #expect(isDue, "seed \(seed), second \(second)")
                isSaid = true
            case .goesOn:
                #expect(isSaid && !isDue, "seed \(seed), second \(second)")
                isSaid = false
            case nil:
                #expect(!isDue || isSaid, "seed \(seed), second \(second): not said")
            }
        }
    }
}
