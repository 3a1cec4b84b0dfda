import Foundation
import TestServers
import Testing

@testable import IoTTransport

/// Mutual TLS with mosquitto; the certificates are made for the run.
@Suite(
    .serialized, .enabled(if: TestBroker.program != nil, "needs mosquitto"))
struct TLSTests {
    let certificates: TestCertificates

    init() throws { certificates = try TestCertificates() }

    func fault(_ settings: TLSSettings, isConnected: Bool = false) async throws -> String? {
        let broker = try TestBroker(settings: certificates.brokerSettings)
        try await broker.start()
        let log = LogLines()
        let spool = Spool(SpoolSettings(path: certificates.path("\(UUID()).db")), logger: log.logger)
        try spool.open()
        let delivery = Delivery(
            spool: spool, broker: BrokerSettings(host: "127.0.0.1", port: broker.port, clientID: "c", tls: settings),
            settings: DeliverySettings(), logger: log.logger)
        delivery.start()
        #expect(try await eventually { delivery.snapshot().isConnected || delivery.snapshot().lastFault != nil })
        #expect(delivery.snapshot().isConnected == isConnected)
        let fault = delivery.snapshot().lastFault
        #expect(log.warnings == (fault.map { ["warning: \($0)"] } ?? []))
        await delivery.stop(within: .seconds(1))
        spool.close()
        return fault
    }

    func settings(ca: String = "ca.pem", certificate: String? = "client.pem") -> TLSSettings {
        TLSSettings(
            certificateAuthority: certificates.path(ca), certificate: certificate.map(certificates.path),
            key: certificate.map { _ in certificates.path("client.key") })
    }

    @Test(.timeLimit(.minutes(1))) func connects() async throws {
        #expect(try await fault(settings(), isConnected: true) == nil)
    }

    @Test(.timeLimit(.minutes(1))) func aForeignAuthorityIsSaid() async throws {
        let text = try #require(try await fault(settings(ca: "foreign.pem")))
        #expect(text.contains(": TLS: certificate verify failed (CA does not match the broker's certificate"))
    }

    @Test(.timeLimit(.minutes(1))) func aMissingClientCertificateIsSaid() async throws {
        let text = try #require(try await fault(settings(certificate: nil)))
        // The alert is lost when the broker's reset overtakes it.
        let alert = text.contains(": TLS: ") && text.contains("the broker asks for a client certificate")
        #expect(alert || text.contains(": closed before CONNACK: certificate missing or refused"))
    }

    @Test(.timeLimit(.minutes(1))) func anUnreadableFileIsNamed() async throws {
        let text = try #require(try await fault(settings(certificate: "missing.pem")))
        #expect(text.contains(": file: cannot read certificate file \(certificates.path("missing.pem")): No such file"))
    }

    @Test(.timeLimit(.minutes(1))) func aFileThatIsNoCertificateIsNamed() async throws {
        let text = try #require(try await fault(settings(certificate: "client.key")))
        #expect(text.contains(": TLS: ") && text.contains("client.key"))
    }

    @Test func whatOpenSSLSaysIsExplained() {
        let line = "OpenSSL Error[0]: error:0A000086:SSL routines::certificate verify failed"
        #expect(TLSFaultText.text(from: [line])?.hasPrefix("certificate verify failed (CA") == true)
        #expect(TLSFaultText.text(from: []) == nil)
        #expect(TLSFaultText.text(from: ["Warning: something"]) == nil)
    }
}
