import Foundation
import Glibc
import IoTTransport
import Synchronization
import TestServers
import Testing

/// The built host is killed at each step of provisioning and started again: one device at the platform, whatever happens.
@Suite(.serialized) struct ProvisionKillTests {
    /// Kills the host while the server holds its request at a place.
    private func kill(_ site: PlatformSite, at hold: ProvisioningServer.Hold) async throws {
        site.server.set { $0.hold = hold }
        let host = try site.start(["provision"])
        #expect(try await eventually { site.server.state.withLock { $0.held } == hold }, "\(site.printed())")
        host.kill()
        site.server.release()
    }

    @Test func `killed while it asks for the configuration`() async throws {
        let site = try PlatformSite()
        try await kill(site, at: .configuration)
        #expect(!FileManager.default.fileExists(atPath: site.journal))
        #expect(try site.run(["provision"]).status == 0)
        #expect(site.server.devices == 1 && site.contents.clientID == "device-1")
    }

    @Test(arguments: [ProvisioningServer.Hold.beforeDevice, .afterDevice])
    func `killed while it asks for the certificate`(hold: ProvisioningServer.Hold) async throws {
        let site = try PlatformSite()
        try await kill(site, at: hold)
        #expect(FileManager.default.fileExists(atPath: site.journal))
        #expect(
            try await eventually { site.server.devices == 1 }, "the platform makes it, whether or not anybody waits")
        for _ in 0..<3 {
            let again = try site.run(["provision"])
            #expect(again.status == 78)
            #expect(again.complaints.contains("may have made a device") && again.complaints.contains("--force"))
        }
        let status = try site.run(["provision", "status"])
        #expect(status.status == 1 && status.output.contains("nobody knows"))
        #expect(try site.run(["check"]).status == 78)
        #expect(site.server.devices == 1)
        // A person has looked and removed that device.
        #expect(try site.run(["provision", "--force"]).status == 0)
        #expect(site.server.devices == 2 && site.contents.clientID == "device-2")
    }

    @Test func `killed between the answer and the installation`() async throws {
        let site = try PlatformSite()
        // A file where the folder of new files is to be stops it there.
        try FileManager.default.createDirectory(atPath: site.store, withIntermediateDirectories: true)
        let obstacle = site.store + "/.staging"
        try "x".write(toFile: obstacle, atomically: true, encoding: .utf8)
        // At the start it would be noticed: it comes while the platform makes the device.
        try FileManager.default.removeItem(atPath: obstacle)
        site.server.set { $0.hold = .afterDevice }
        let host = try site.start(["provision"])
        #expect(try await eventually { site.server.state.withLock { $0.held } == .afterDevice })
        try "x".write(toFile: obstacle, atomically: true, encoding: .utf8)
        site.server.release()
        #expect(try await host.exitStatus(within: .seconds(30)) == 1)
        #expect(try FileManager.default.permissions(of: site.journal) == 0o600)
        #expect(!site.contents.hasIdentity)
        try FileManager.default.removeItem(atPath: obstacle)
        // The platform is not needed any more.
        site.server.stop()
        #expect(try site.run(["provision"]).status == 0)
        #expect(site.server.devices == 1 && site.contents.clientID == "device-1")
        #expect(!FileManager.default.fileExists(atPath: site.journal))
    }

    @Test func `killed at any moment after the answer left`() async throws {
        for delay in stride(from: 0, to: 12_000, by: 600) as StrideTo<Int> {
            let site = try PlatformSite()
            site.server.set { $0.hold = .afterDevice }
            let host = try site.start(["provision"])
            #expect(try await eventually { site.server.state.withLock { $0.held } == .afterDevice })
            site.server.release()
            usleep(UInt32(delay))
            host.kill()
            let again = try site.run(["provision"])
            let contents = site.contents
            #expect(site.server.devices == 1)
            if again.complaints.contains("may have made a device") {
                #expect(again.status == 78 && !contents.hasIdentity)
            } else {
                #expect(again.status == 0 || again.complaints.contains("has a certificate already"), "\(again)")
                #expect(contents.clientID == "device-1" && contents.loose.isEmpty)
                #expect(StoreInspection(contents, at: SystemClock.seconds()).findings.isEmpty)
                #expect(!FileManager.default.fileExists(atPath: site.journal))
            }
        }
    }
}
