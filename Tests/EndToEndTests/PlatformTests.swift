import Foundation
import Glibc
import LocalPlatform
import Testing

/// The built host, unchanged, on the platform of one's own: provisioning, mutual TLS, shadows, and faults.
struct PlatformTests {
    /// Starts the host and waits until a first document has arrived.
    private func begin(_ plant: PlatformPlant) async throws -> HostProcess {
        let host = try plant.start()
        try plant.feed(5)
        try #require(try await plant.arrive(5), "\(plant.printed)")
        return host
    }

    /// Ends the host; everything that was fed must have arrived, each record under one id and always as the same bytes.
    private func finish(_ plant: PlatformPlant, _ host: HostProcess, missing: Int = 0) async throws {
        let received = try await plant.received()
        #expect(received.distinct == plant.fed - missing)
        #expect(received.underTwoIDs == 0 && received.changed == 0)
        #expect(plant.summary?.assets == 1 && plant.summary?.rejected == 0)
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(30)) == 0, "\(plant.printed)")
    }

    /// The platform refuses a second connect of a client within a second, and the host then waits for ten.
    private func waitForTheNextConnect() async throws { try await Task.sleep(for: .seconds(1)) }

    @Test func `gets one certificate, over kill -9 and restarts, and says how it is`() async throws {
        try await PlatformPlant.with { plant in
            var host = try await begin(plant)
            let state = try await plant.http("GET", "/api/state").body
            #expect(state.contains(#""tls":true"#) && !state.contains(#""tls":false"#), "\(state)")
            try plant.feed(40)
            host.kill()
            try await waitForTheNextConnect()
            host = try plant.start()
            #expect(try await plant.arrive(45), "\(plant.printed)")
            host.signal(SIGTERM)
            #expect(try await host.exitStatus(within: .seconds(30)) == 0)
            try plant.feed(5)
            try await waitForTheNextConnect()
            host = try plant.start()
            #expect(try await plant.arrive(50), "\(plant.printed)")
            #expect(
                try await plant.eventually { try await plant.reported(in: "adapter-host")["queueDepth"] as? Int == 0 })
            let summary = try await plant.reported(in: "adapter-host")
            #expect(summary["sources"] as? [[String: String]] == [["id": "cutter-1", "health": "running"]])
            #expect(summary["version"] is String && (summary["certificateExpirySeconds"] as? Int ?? 0) > 86_400)
            #expect(try await plant.reports(blacklist: []))
            #expect(try await plant.reported()["event_publishing_enabled"] as? Bool == true)
            try await finish(plant, host)
        }
    }

    @Test func `a switch on the page stops a type, and lets it come again`() async throws {
        try await PlatformPlant.with { plant in
            let host = try await begin(plant)
            try await plant.blacklist(["ODA.JobEvent"])
            #expect(try await plant.reports(blacklist: ["ODA.JobEvent"]), "\(plant.printed)")
            try plant.feed(20)
            try plant.feed(5, "Ink")
            #expect(try await plant.arrive(10), "\(plant.printed)")
            #expect(try await plant.eventually { plant.isTaken() })
            try await plant.blacklist([])
            #expect(try await plant.reports(blacklist: []), "\(plant.printed)")
            try plant.feed(5)
            #expect(try await plant.arrive(15), "\(plant.printed)")
            try await finish(plant, host, missing: 20)
        }
    }

    @Test func `a switch made while the host was offline holds for what was queued before`() async throws {
        try await PlatformPlant.with { plant in
            let host = try await begin(plant)
            try await plant.fault(#"{"refuseConnects":true}"#)
            _ = try await plant.http("POST", "/api/cut")
            try plant.feed(20)
            #expect(try await plant.eventually { plant.isTaken() }, "\(plant.printed)")
            try await plant.blacklist(["ODA.JobEvent"])
            try plant.feed(5, "Ink")
            _ = try await plant.http("POST", "/api/reset")
            #expect(try await plant.arrive(10), "\(plant.printed)")
            try await plant.blacklist([])
            #expect(try await plant.reports(blacklist: []), "\(plant.printed)")
            try plant.feed(5)
            #expect(try await plant.arrive(15), "\(plant.printed)")
            try await finish(plant, host, missing: 20)
            #expect(plant.printed.contains(#""filteredLate":20"#) || plant.printed.contains("filteredLate=20"))
        }
    }

    @Test func `lost PUBACKs and a cut: the same events come again under the same ids`() async throws {
        try await PlatformPlant.with { plant in
            let host = try await begin(plant)
            try await plant.fault(#"{"losePubacks":{"next":5}}"#)
            try plant.feed(20)
            #expect(try await plant.arrive(25), "\(plant.printed)")
            #expect(plant.summary?.duplicates == 0)
            _ = try await plant.http("POST", "/api/cut")
            #expect(try await plant.eventually { plant.summary?.duplicates == 5 }, "\(plant.printed)")
            try plant.feed(5)
            #expect(try await plant.arrive(30), "\(plant.printed)")
            try await finish(plant, host)
            #expect(plant.summary?.duplicates == 5)
        }
    }

    @Test func `a platform that reads nothing for a while loses nothing`() async throws {
        try await PlatformPlant.with { plant in
            let host = try await begin(plant)
            try await plant.fault(#"{"stopReading":true}"#)
            try plant.feed(150)
            #expect(try await plant.eventually { plant.isTaken() }, "\(plant.printed)")
            try await Task.sleep(for: .seconds(2))
            #expect(try await plant.received().distinct == 5)
            try await plant.fault(#"{"stopReading":false}"#)
            #expect(try await plant.arrive(155), "\(plant.printed)")
            try await finish(plant, host)
        }
    }

    @Test(arguments: ["off", "refuse", "cut"])
    func `without a shadow service telemetry flows all the same`(mode: String) async throws {
        try await PlatformPlant.with { plant in
            try await plant.fault(#"{"shadowService":"\#(mode)"}"#)
            let host = try await begin(plant)
            try plant.feed(20)
            #expect(try await plant.arrive(25), "\(plant.printed)")
            try await finish(plant, host)
        }
    }
}
