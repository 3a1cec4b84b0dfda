import AdapterAPI
import Certificates
import Foundation
import Glibc
import IoTTransport
import TestServers
import Testing

@testable import AdapterHostKit

/// Judgements that need no broker.
@Suite struct DoctorCheckTests {
    private let noon: Int64 = 1_800_000_000

    private func clock(_ ahead: [Int64], certificateStart: Int64? = nil) -> Finding {
        ClockCheck(
            readings: ahead.map { ClockCheck.Reading(whose: "theirs", ahead: $0) }, certificateStart: certificateStart,
            now: noon
        ).run()
    }

    @Test func `a clock is judged by the worst that it is compared with`() {
        #expect(clock([0, 3_600]).cause.hasPrefix("This machine's clock is 60 min ahead of theirs"))
        #expect(clock([2, -7_200]).cause.hasPrefix("This machine's clock is 2 h behind theirs"))
        #expect(clock([3, 60]).id == "clock.ok")
        #expect(clock([61]).level == .warning && clock([301]).level == .failure)
        #expect(clock([.min]).id == "clock.off")
    }

    @Test func `without anybody to compare with, only a certificate from the future tells`() {
        #expect(clock([], certificateStart: noon - 1).id == "clock.unchecked")
        let off = clock([], certificateStart: noon + 7_200)
        #expect(off.id == "clock.off" && off.cause.contains("2 h behind the beginning of this device's certificate"))
        #expect(clock([]).cause.contains("cannot be checked") && clock([]).level == .ok)
    }

    @Test(arguments: [
        ("plant/events", nil, "topic.ok"),
        ("$aws/rules/iot_data_platform_telemetry_stg", nil, "topic.ok"),
        ("$aws/rules/iot_data_platform_telemetry_stg", "stg", "topic.ok"),
        ("$aws/rules/iot_data_platform_telemetry_stg", "dev", "topic.rule"),
        ("$aws/rules/iot_data_platform_telemetry_stg/more", nil, "topic.ok"),
        ("$aws/rules/iot_data_platform_telemetry_test", "test", "topic.ok"),
        ("$aws/rules/telemetry", nil, "topic.rule"),
    ])
    func `a rule's name is compared with those of the platform`(topic: String, stage: String?, id: String) {
        #expect(TopicCheck(topic: topic, stage: stage).run().id == id)
    }

    private func press(_ facts: FolderFacts?) -> [Finding] {
        PressCheck(id: "p", folder: "/in", facts: facts, now: noon, user: "u").run()
    }

    @Test func `a folder is judged by what was seen of it`() throws {
        let folder = try TemporaryFolder()
        var facts = FolderFacts(path: folder.path)
        facts.lastChange = noon - 10
        #expect(press(facts).map(\.id) == ["folder.ok"])
        facts.fileSystem = FileSystemKind(magic: 0xFF53_4D42)
        #expect(press(facts)[0].cause.contains("cifs, which does not tell what other machines write"))
        facts.lastChange = noon - 3_601
        facts.failed = 2
        facts.access = .readOnly
        #expect(press(facts).map(\.id) == ["folder.readOnly", "press.filesInError", "press.silent"])
        facts.lastChange = noon + 1_000
        #expect(press(facts).map(\.id).last == "folder.future")
        #expect(press(nil).map(\.id) == ["press.stalled"])
        #expect(press(FolderFacts(path: folder.file("none"))).map(\.id) == ["folder.missing"])
    }

    @Test func `the newest file counts, and what lies in the error folder`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder.file("error"), withIntermediateDirectories: true)
        for name in ["error/a.xml", "error/a.xml.reason.txt", "b.xml"] {
            try "x".write(toFile: folder.file(name), atomically: false, encoding: .utf8)
        }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000)], ofItemAtPath: folder.path)
        let facts = FolderFacts(path: folder.path)
        #expect(facts.failed == 1 && facts.access == .usable)
        #expect((facts.lastChange ?? 0) > 1_700_000_000)
        #expect(FolderFacts(path: folder.file("b.xml")).access == .notFolder)
    }

    @Test func `a call that hangs is left to itself`() async {
        #expect(await BlockingCall.run(within: .seconds(30)) { 7 } == 7)
        let hung = await BlockingCall.run(within: .milliseconds(20)) { () -> Int in
            usleep(200_000)
            return 7
        }
        #expect(hung == nil)
    }

    @Test func `findings are told in lines for a person, and as one object for a program`() {
        let findings = [
            Words.ok("a.ok", "a", "Fine."), Words.failure("b.bad", "b", "It is \"bad\".", "Mend it."),
        ]
        #expect(FindingText.text(findings[0]) == "ok       a: Fine.")
        #expect(FindingText.text(findings[1]) == "FAILURE  b: It is \"bad\".\n         → Mend it.")
        #expect(FindingText.summary(findings) == "1 failure, no warnings")
        #expect(FindingText.summary([findings[0]]) == "nothing is wrong")
        #expect(
            FindingText.json(findings) == """
                {"verdict":"failure","findings":[{"id":"a.ok","level":"ok","subject":"a","cause":"Fine."},\
                {"id":"b.bad","level":"failure","subject":"b","cause":"It is \\"bad\\".","nextStep":"Mend it."}]}
                """)
    }
}
