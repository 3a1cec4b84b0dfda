import AdapterAPI
import Foundation
import Logging
import Synchronization
import TestServers
import Testing

@testable import AdapterHostKit

/// The host's own log: levels by component, two forms, repeats.
@Suite struct HostLogTests {
    private final class Output: Sendable {
        let lines = Mutex<[String]>([])
        let elapsed = Mutex(Duration.zero)

        func log(_ choice: LogChoice, level: Logger.Level? = nil, isTerminal: Bool = false) -> HostLog {
            HostLog(
                choice, level: level, isTerminal: isTerminal,
                write: { line in self.lines.withLock { $0.append(line) } },
                clock: .system, elapsed: { self.elapsed.withLock { $0 } })
        }

        var all: [String] { lines.withLock { $0 } }
    }

    @Test func `a component logs by its own level, and a reload changes it`() {
        let output = Output()
        let log = output.log(LogChoice(level: .warning, components: ["spool": .debug]))
        let (host, spool) = (log.logger, log.logger.of(.spool))
        host.info("a")
        spool.debug("b")
        spool.trace("c")
        #expect(output.all.count == 1 && output.all[0].contains("\"component\":\"spool\",\"message\":\"b\""))
        log.change(to: LogChoice(level: .info))
        host.info("d")
        spool.debug("e")
        #expect(output.all.count == 2 && output.all[1].contains("\"component\":\"host\",\"message\":\"d\""))
        #expect(output.log(LogChoice(level: .info), level: .trace).logger.logLevel == .trace)
    }

    @Test func `text and JSON say press, file and figures`() {
        var output = Output()
        var logger = output.log(LogChoice(), isTerminal: true).logger.of(.sources)
        logger[metadataKey: "press"] = "p"
        logger.warning("moved", metadata: ["file": "a.xml", "count": "3"])
        #expect(output.all[0].dropFirst(8) == " WARNING moved count=3 file=a.xml press=p")
        output = Output()
        logger = output.log(LogChoice(format: .json), isTerminal: true).logger.of(.sources)
        logger[metadataKey: "press"] = "p"
        logger.warning("moved", metadata: ["file": "a.xml", "count": "3"])
        let rest = #""level":"warning","component":"sources","message":"moved","count":3,"file":"a.xml","press":"p"}"#
        #expect(output.all[0].hasSuffix(rest), "\(output.all)")
    }

    @Test func `repeats are counted, but never counters, debug lines and what ends the host`() {
        let output = Output()
        let log = output.log(LogChoice(level: .debug))
        for number in 0..<25 {
            log.logger.warning("refused \(number)")
            log.logger.info("status")
            log.logger.debug("read")
            log.logger.critical("over")
        }
        func count(_ part: String) -> Int { output.all.count { $0.contains(part) } }
        #expect(count("refused") == 10 && count("status") == 25 && count("read") == 25 && count("over") == 25)
        output.elapsed.withLock { $0 = .seconds(60) }
        log.flush()
        #expect(output.all.last?.contains("… 15 more in 1min like: refused 24") == true, "\(output.all.last ?? "")")
    }

    @Test func `the section is strict`() throws {
        let folder = try TemporaryFolder()
        try """
        broker: { topic: t, clientId: c }
        log: { level: loud, components: { spol: debug, delivery: trace }, format: xml }
        """.write(toFile: folder.file("host.yaml"), atomically: true, encoding: .utf8)
        let loader = ConfigurationLoader(kinds: AdapterKinds(types: []), environment: [:])
        let faults = #expect(throws: ConfigurationFaults.self) {
            _ = try loader.loadHost(path: folder.file("host.yaml"), environmentName: nil)
        }
        let text = "\(try #require(faults))"
        #expect(text.contains("2:15:") && text.contains("did you mean \"spool\"") && text.contains("2:"), "\(text)")
        #expect(faults?.faults.count == 3, "\(text)")
    }
}
