import Foundation
import Testing

/// Thousands of worlds in which everything goes wrong, each from a seed that it prints when an invariant breaks.
@Suite struct SimulationTests {
    private static let isLong = ProcessInfo.processInfo.environment["ADAPTER_HOST_LONG"] != nil
    /// In portions, so that they run side by side.
    private static let portions = isLong ? 400 : 20
    private static let portion = 50

    @Test(arguments: 0..<portions) func `nothing is lost, changed or miscounted`(portion: Int) async {
        for number in 0..<Self.portion {
            let seed = UInt64(portion * Self.portion + number)
            #expect(throws: Never.self, "seed \(seed)") { try World(seed: seed).run() }
            // Other tests have the same two threads.
            await Task.yield()
        }
    }

    /// A storm in which nothing happens would prove nothing.
    @Test func `everything that can go wrong does`() async throws {
        var tally: [String: Int] = [:]
        for seed in 0..<UInt64(60) {
            let world = try World(seed: seed)
            try world.run()
            tally.merge(world.tally, uniquingKeysWith: +)
            await Task.yield()
        }
        print(tally.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
        #expect(tally.count == 11 && tally.values.allSatisfy { $0 > 10 }, "\(tally)")
    }

    @Test(arguments: Canary.allCases) func `a planted bug is found`(canary: Canary) async {
        var found = false
        for seed in 0..<UInt64(200) where !found {
            do { try World(seed: seed, canary: canary).run() } catch { found = true }
            await Task.yield()
        }
        #expect(found, "no seed found \(canary)")
    }
}
