import Foundation
import Testing

@testable import AdapterHostKit
@testable import IoTTransport

/// Dead letters as a person reads them, and as a program does.
@Suite struct DeadLetterTextTests {
    private func letter(
        _ id: Int64 = 12, reason: String = "unknown_asset: no entry in assets: for \"7000\"",
        bytes: [UInt8] = Array("{\"a\":1}".utf8)
    ) -> StoredDeadLetter {
        StoredDeadLetter(
            id: id, at: 1_800_000_000, source: "cutter-1", code: "unknown_asset", reason: reason,
            origin: "feed.xml:3:9",
            bytes: bytes, size: bytes.count, record: nil, event: nil, attempts: 0, history: [])
    }

    @Test func `a table names what, when, where from and why`() {
        let lines = DeadLetterText.table([
            letter(), letter(4_711, reason: "x\u{1b}[31m: a\nb" + String(repeating: "y", count: 99)),
        ])
        #expect(lines.first == "ID    DIED                           SOURCE    TRIES  BYTES  FROM          REASON")
        #expect(
            lines[1].hasPrefix(
                "12    2027-01-15T08:00:00.000+00:00  cutter-1  0      7      feed.xml:3:9  unknown_asset: no"))
        #expect(lines[2].contains("x [31m: a b") && lines[2].hasSuffix("y…"))
    }

    @Test func `the whole of one, with its history`() {
        var letter = letter()
        letter.attempts = 1
        letter.history = [.init(at: 0, reason: "first"), .init(at: 60, reason: "second\u{7}")]
        letter.record = Array("{\"type\":\"ODA\"}".utf8)
        let text = DeadLetterText.whole(letter)
        #expect(text.contains("tries    1\n         1970-01-01T00:00:00.000+00:00  first\n"))
        #expect(text.contains("  second \n") && text.contains("record   {\"type\":\"ODA\"}\n"))
        #expect(text.hasSuffix("bytes    7\n\n{\"a\":1}\n"))
    }

    @Test func `what is no text, or steers a terminal, is shown in hexadecimal`() {
        let text = DeadLetterText.readable([0x3C, 0x4A, 0xFF, 0x00] + [UInt8](repeating: 0x41, count: 2_000))
        let lines = text.split(separator: "\n")
        #expect(lines.first == "00000000  3c 4a ff 00 41 41 41 41 41 41 41 41 41 41 41 41  <J..AAAAAAAAAAAA")
        #expect(lines.count == 65 && lines.last == "… 980 more bytes: --raw writes all")
        #expect(DeadLetterText.readable(Array("a\u{1b}]0;x".utf8)).hasPrefix("00000000  61 1b"))
        #expect(DeadLetterText.readable([]) == "\n")
    }

    @Test func `as JSON, bytes that are no text in Base64`() throws {
        func object(_ letter: StoredDeadLetter, _ withBytes: Bool) throws -> [String: Any] {
            let text = DeadLetterText.json(letter, withBytes: withBytes)
            #expect(!text.contains("\n"))
            return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        }
        let one = try object(letter(), true)
        #expect(
            one["text"] as? String == "{\"a\":1}" && one["code"] as? String == "unknown_asset"
                && one["id"] as? Int == 12)
        #expect(try object(letter(), false)["text"] == nil)
        #expect(try object(letter(bytes: [0xFF, 0x00]), true)["base64"] as? String == "/wA=")
    }

    @Test func `an answer counts all and lists many`() throws {
        var answer = DeadLetterAnswer()
        for id in 1...1_500 { answer.note(Int64(id), id == 3 ? .kept : .queued, reason: id == 3 ? "no" : nil) }
        let read = try #require(DeadLetterAnswer(json: answer.json))
        #expect(read == answer && read.count(.queued) == 1_499 && read.letters.count == 1_000 && !read.isComplete)
        #expect(read.letters[2] == .init(id: 3, became: .kept, reason: "no"))
        #expect(DeadLetterAnswer(json: "{}")?.isComplete == nil)
    }
}
