import Foundation
import TestServers
import Testing

@testable import IoTTransport

/// A client against the model of the service, over a network that reorders, repeats, loses, invents and garbles, with
/// reconnects and other clients. By seed: `ADAPTER_HOST_SEED=n` runs one.
@Suite struct ShadowFuzzTests {
    static let seeds: Range<UInt64> = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["ADAPTER_HOST_SEED"].flatMap(UInt64.init) { return seed..<seed + 1 }
        return 0..<(environment["ADAPTER_HOST_LONG"] == "1" ? 20_000 : 1_000)
    }()

    @Test func `never crashes, loops, resets or reports falsely, and ends in agreement`() {
        var updates = 0
        var changes = 0
        for seed in Self.seeds {
            var run = ShadowFuzzRun(seed: seed)
            let fault = run.play()
            if let fault { print("seed \(seed): \(fault)") }
            #expect(fault == nil, "seed \(seed): \(fault ?? "")")
            updates += run.client.updates.count
            changes += run.client.applied.count
            if fault != nil { return }
        }
        // A fuzz in which nothing happens proves nothing.
        #expect(Self.seeds.count == 1 || (updates > Self.seeds.count && changes > Self.seeds.count))
    }
}
