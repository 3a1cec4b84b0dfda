import Certificates
import Foundation
import Synchronization
import TestServers
import Testing

@testable import IoTTransport

/// A new identity is tried first; accepted it stays, failed twice it is given up.
@Suite(.serialized) struct BrokerChoiceTests {
    private func broker(_ name: String) -> BrokerSettings { BrokerSettings(host: name, port: 1, clientID: name) }

    @Test func `stays with the candidate after a CONNACK`() {
        let moved = broker("moved")
        var choice = BrokerChoice(
            present: broker("old"),
            candidate: BrokerCandidate(broker: broker("new")) {
                moved
            } givenUp: { _ in
            })
        choice.failed("once")
        #expect(choice.broker.host == "new")
        choice.connected()
        #expect(choice.broker.host == "moved")
        choice.failed("later")
        choice.failed("later")
        #expect(choice.broker.host == "moved")
    }

    @Test func `takes the broker's nodes in turn, and the candidate's first`() {
        var present = broker("a")
        present.others = [.init(host: "b", port: 2), .init(host: "c", port: 3)]
        var choice = BrokerChoice(present: present, candidate: nil)
        var seen = [choice.broker.endpoint]
        for _ in 0..<4 {
            choice.failed("gone")
            seen.append(choice.broker.endpoint)
        }
        #expect(seen == ["mqtt://a:1", "mqtt://b:2", "mqtt://c:3", "mqtt://a:1", "mqtt://b:2"])
        choice.connected()
        #expect(choice.broker.host == "b", "it stays where it is")

        let old = present
        var swapped = BrokerChoice(
            present: old,
            candidate: BrokerCandidate(broker: broker("new")) {
                old
            } givenUp: { _ in
            })
        swapped.failed("once")
        #expect(swapped.broker.host == "new")
        swapped.failed("twice")
        #expect(swapped.broker.host == "a")
    }

    @Test func `goes back after two failures, and says why`() {
        let said = Mutex<[String]>([])
        let new = broker("new")
        var choice = BrokerChoice(
            present: broker("old"),
            candidate: BrokerCandidate(broker: new) {
                new
            } givenUp: { fault in
                said.withLock { $0.append(fault) }
            })
        choice.failed("first")
        #expect(said.withLock { $0 }.isEmpty)
        choice.failed("second")
        #expect(said.withLock { $0 } == ["second"])
        #expect(choice.broker.host == "old")
        choice.connected()
        #expect(choice.broker.host == "old")
    }

    @Test(.enabled(if: TestBroker.program != nil, "needs mosquitto"), arguments: [true, false])
    func `a real broker decides`(accepts: Bool) async throws {
        let certificates = try TestCertificates()
        let broker = try TestBroker(settings: certificates.brokerSettings)
        try await broker.start()
        let folder = try TemporaryFolder()
        let store = StoreFolder(folder.file("store"))
        let stranger = try CertificateAuthority(commonName: "stranger")
        func material(_ name: String, _ from: CertificateAuthority) throws -> StoreMaterial {
            var material = try TestIdentity(name, from: from, port: broker.port).material()
            material.files[.authority] = Array(try certificates.authority.certificate.pem().utf8)
            return material
        }
        try store.install(try material("old", certificates.authority))
        try store.stage(try material("new", accepts ? certificates.authority : stranger))
        let path = store.path
        let next = try CertificateStore(try #require(store.staged)).broker
        let candidate = BrokerCandidate(broker: next) {
            try? store.promoteStaged()
            return (try? CertificateStore(folder: path).broker) ?? next
        } givenUp: { _ in
        }
        let log = LogLines()
        let spool = Spool(SpoolSettings(path: folder.file("spool.db")), logger: log.logger)
        try spool.open()
        let present = try CertificateStore(folder: path).broker
        let delivery = Delivery(
            spool: spool, broker: present, candidate: candidate, settings: DeliverySettings(retry: .quick),
            logger: log.logger)
        delivery.start()
        #expect(try await eventually(.seconds(30)) { delivery.snapshot().isConnected })
        let name = accepts ? "new" : "old"
        #expect(log.all.contains { $0.contains("connected as \(name)") }, "\(log.all)")
        #expect(StoreContents(folder: path).clientID == name)
        #expect((store.staged == nil) == accepts)
        await delivery.stop(within: .seconds(1))
        spool.close()
    }
}
