import Certificates
import Synchronization
import TestServers
import Testing

@testable import Provisioning

/// The platform's clock, read off an HTTP answer.
@Suite struct PlatformTimeTests {
    @Test func `the header's form is that of RFC 9110`() {
        #expect(PlatformTime.seconds(ofDate: "Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        for text in [
            "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nvo 1994 08:49:37 GMT",
        ] {
            #expect(PlatformTime.seconds(ofDate: text) == nil)
        }
    }

    @Test func `any answer tells the time, and no key is sent`() async throws {
        let server = try ProvisioningServer(authority: try CertificateAuthority(commonName: "Root"))
        defer { server.stop() }
        await #expect(throws: PlatformTime.Fault.self) {
            try await PlatformTime.ask(server.base, within: .seconds(10))
        }
        server.set { $0.date = "Sun, 06 Nov 1994 08:49:37 GMT" }
        #expect(try await PlatformTime.ask(server.base, within: .seconds(10)) == 784_111_777)
        #expect(server.state.withLock { $0.requests }.allSatisfy { !$0.lowercased().contains("api-key") })
    }
}
