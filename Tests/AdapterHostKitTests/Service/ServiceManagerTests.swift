import Glibc
import Logging
import TestServers
import Testing

@testable import AdapterHostKit

/// What the service manager is told, over real sockets.
@Suite struct ServiceManagerTests {
    private let folder: TemporaryFolder
    private let lines = LogLines()

    init() throws { folder = try TemporaryFolder() }

    private func service(_ environment: [String: String]) -> ServiceManager {
        ServiceManager(environment: environment, process: 77, logger: lines.logger)
    }

    @Test(arguments: [false, true])
    func `each notice is one datagram, to a path and to an abstract name`(isAbstract: Bool) throws {
        let socket = try NotifySocket((isAbstract ? "@" : "") + folder.file("notify"))
        let service = service(["NOTIFY_SOCKET": socket.name])
        service.starting("asks for a certificate", atMost: .seconds(300))
        service.ready()
        service.status("connected;\nall is well")
        service.alive()
        service.stopping(atMost: .seconds(20))
        let expected = [
            "STATUS=asks for a certificate\nEXTEND_TIMEOUT_USEC=300000000", "READY=1",
            "STATUS=connected; all is well", "WATCHDOG=1", "STOPPING=1\nEXTEND_TIMEOUT_USEC=20000000",
        ]
        #expect(socket.received() == expected)
        #expect(lines.all.isEmpty)
    }

    @Test func `a reload carries the monotonic time`() throws {
        let socket = try NotifySocket(folder.file("notify"))
        func now() -> Int64 {
            var time = timespec()
            clock_gettime(CLOCK_MONOTONIC, &time)
            return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        }
        let before = now()
        service(["NOTIFY_SOCKET": socket.name]).reloading()
        let after = now()
        let notice = try #require(socket.received().first?.split(separator: "\n"))
        #expect(notice.first == "RELOADING=1")
        let line = try #require(notice.last)
        let time = try #require(Int64(line.dropFirst("MONOTONIC_USEC=".count)))
        #expect((before...after).contains(time))
    }

    @Test func `without a socket nothing is told, and one that is gone is named`() {
        service([:]).ready()
        service(["NOTIFY_SOCKET": ""]).ready()
        #expect(lines.all.isEmpty)
        service(["NOTIFY_SOCKET": folder.file("gone")]).ready()
        #expect(lines.all.count == 1 && lines.all[0].contains(folder.file("gone")), "\(lines.all)")
        service(["NOTIFY_SOCKET": "vsock:2:1"]).ready()
        service(["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)]).ready()
        #expect(lines.all.count == 3)
    }

    @Test func `the watchdog is for the process that it names`() {
        let socket = ["NOTIFY_SOCKET": "@nobody"]
        func interval(_ more: [String: String]) -> Duration? {
            service(socket.merging(more) { $1 }).watchdogInterval
        }
        #expect(interval(["WATCHDOG_USEC": "3000000"]) == .seconds(3))
        #expect(interval(["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "77"]) == .seconds(3))
        #expect(interval(["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "78"]) == nil)
        #expect(interval(["WATCHDOG_USEC": "0"]) == nil)
        #expect(interval(["WATCHDOG_USEC": "soon"]) == nil)
        #expect(interval([:]) == nil)
        #expect(service(["WATCHDOG_USEC": "3000000"]).watchdogInterval == nil, "there is nobody to tell")
    }

    @Test func `the watchdog is silent while the host's loop does not come round`() async throws {
        let socket = try NotifySocket(folder.file("notify"))
        let service = service(["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "20000"])
        let heartbeat = Heartbeat()
        let task = Task { await Watchdog(service: service, heartbeat: heartbeat, logger: lines.logger).run() }
        defer { task.cancel() }
        #expect(try await eventually { socket.received().count >= 3 }, "it has not begun yet")
        heartbeat.beat(SuspendingClock().now.advanced(by: .seconds(-60)))
        #expect(try await eventually { lines.all.contains { $0.contains("does not come round") } })
        let silent = socket.received().count
        try await Task.sleep(for: .milliseconds(60))
        #expect(socket.received().count == silent)
        heartbeat.beat(SuspendingClock().now)
        #expect(try await eventually { socket.received().count > silent + 2 })
        heartbeat.beat(SuspendingClock().now.advanced(by: .seconds(-60)))
        heartbeat.end()
        let over = socket.received().count
        #expect(try await eventually { socket.received().count > over + 2 }, "a stop has limits of its own")
        #expect(Set(socket.received()) == ["WATCHDOG=1"])
    }
}
