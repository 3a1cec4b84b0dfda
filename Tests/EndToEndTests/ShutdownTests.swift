import Foundation
import Glibc
import TestServers
import Testing

/// A stop ends in time whatever hangs, says what stays, and loses nothing.
@Suite(.serialized, .enabled(if: TestBroker.program != nil && TestBroker.subscriber != nil, "skipped: no mosquitto"))
struct ShutdownTests {
    private func configuration(_ broker: TestBroker) -> String {
        "{ host: 127.0.0.1, port: \(broker.port), clientId: stop, topic: \"\(Plant.topic)\" }"
    }

    /// The last line, with the number of events that stay.
    private func last(_ host: HostProcess) -> (text: String, waiting: Int?) {
        let line = host.lines().last ?? ""
        let waiting = line.split(separator: "\"waiting\":").last?.prefix { $0.isNumber }
        return (line, line.contains("\"message\":\"stopped\"") ? waiting.flatMap { Int($0) } : nil)
    }

    /// What stayed goes out after the next start: everything arrives, each under one id.
    private func expectAll(_ plant: Plant, _ subscriber: TestSubscriber) async throws {
        let rest = try plant.start(["--once"])
        #expect(try await rest.exitStatus(within: .seconds(60)) == 0, "\(rest.lines().suffix(3))")
        var received = Received([])
        _ = try await eventually {
            received = Received(subscriber.lines())
            return received.distinct >= plant.fed
        }
        #expect(received.distinct == plant.fed && received.underTwoIDs == 0 && received.changed == 0)
    }

    @Test func `a broker that takes everything and says nothing holds a stop no longer than its limit`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        let plant = try Plant(broker: configuration(broker), more: "shutdownTimeout: 1s")
        let host = try plant.start()
        try plant.feed(10)
        #expect(try await eventually { host.lines().contains { $0.contains("\"acknowledged\":10,") } })
        // The system goes on taking what is sent to it.
        broker.signal(SIGSTOP)
        try plant.feed(200)
        #expect(try await eventually { host.lines().contains { $0.contains("\"queued\":210,") } })
        let start = ContinuousClock.now
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(10)) == 0)
        #expect(ContinuousClock.now - start > .milliseconds(400), "it waits for the window")
        #expect(ContinuousClock.now - start < .seconds(15))
        #expect(last(host).waiting == 200, "\(last(host))")
        broker.signal(SIGCONT)
        try await expectAll(plant, subscriber)
    }

    @Test func `with a full disk a stop says what could not be stored, and it is read again`() async throws {
        guard let disk = try SmallDisk() else { return }
        let broker = try TestBroker()
        let plant = try Plant(broker: configuration(broker), state: disk.path + "/state", more: "shutdownTimeout: 1s")
        let host = try plant.start()
        #expect(try await eventually { host.lines().contains { $0.contains("\"message\":\"started\"") } })
        try disk.fill()
        for _ in 0..<3 { try plant.feed(2_000) }
        #expect(try await eventually { host.lines().contains { $0.contains("disk full") } })
        let start = ContinuousClock.now
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(10)) == 1, "\(host.lines().suffix(4))")
        #expect(ContinuousClock.now - start < .seconds(4))
        let (text, waiting) = last(host)
        #expect(waiting != nil && text.contains("disk full") && text.contains("is read again at the next start"))
        try disk.empty()
        try await broker.start()
        let subscriber = try #require(try await TestSubscriber.listening(port: broker.port, topic: Plant.topic))
        defer { subscriber.stop() }
        try await expectAll(plant, subscriber)
        #expect(try plant.places() == (0, 3, 0))
    }

    @Test func `what is in flight is acknowledged before the end`() async throws {
        let broker = try TestBroker()
        try await broker.start()
        let plant = try Plant(broker: configuration(broker))
        let host = try plant.start()
        try plant.feed(5_000)
        #expect(try await eventually { host.lines().contains { $0.contains("\"message\":\"status\"") } })
        host.signal(SIGTERM)
        #expect(try await host.exitStatus(within: .seconds(10)) == 0)
        let text = last(host).text
        #expect(text.contains("\"inFlight\":0,") && !text.contains("unfinished"), "\(text)")
    }
}
