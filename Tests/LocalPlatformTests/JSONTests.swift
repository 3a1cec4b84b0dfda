import Testing

@testable import LocalPlatform

@Suite struct JSONTests {
    @Test(arguments: ["0", "-0", "1.0", "1", "1e3", "1E+30", "12345678901234567890123", "0.10", "-1.5e-7"])
    func `Numbers stay as they were written`(text: String) throws {
        #expect(try parse("{\"n\":\(text)}").text == "{\"n\":\(text)}")
    }

    @Test func `A number is no boolean and a boolean no number`() throws {
        #expect(try parse("[0,1,true,false,null]") == [.number("0"), .number("1"), true, false, .null])
    }

    @Test func `Escapes are read and written`() throws {
        let value = try parse(#""\u00e4\ud83d\ude00\n\"\\\/\t\u0001""#)
        #expect(value == .string("ä😀\n\"\\/\t\u{1}"))
        #expect(value.text == #""ä😀\n\"\\/\t\u0001""#)
    }

    @Test func `Equal objects give equal text, and of repeated keys the last counts`() throws {
        #expect(try parse(#" { "b" : 1 , "a" : { } , "b" : [ 2 ] } "#).text == #"{"a":{},"b":[2]}"#)
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "1e", "-",
        "nul",
        "\"", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u12g4\"", "\"\n\"", "1 2", "{} x", "NaN", "[1 2]",
    ])
    func `What is no JSON is refused`(text: String) {
        #expect(throws: JSONFault.self) { try parse(text) }
    }

    @Test func `Invalid UTF-8 is refused`() {
        #expect(throws: JSONFault(offset: 0, reason: "invalid UTF-8")) {
            try JSONParser.parse([0x22, 0xff, 0x22])
        }
    }

    @Test func `Nesting has a limit`() throws {
        let limit = JSONParser.maximumDepth
        #expect(throws: Never.self) { try parse(nested(limit)) }
        #expect(throws: JSONFault.self) { try parse(nested(limit + 1)) }
        #expect(throws: JSONFault.self) { try parse(nested(100_000)) }
    }

    private func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    private func parse(_ text: String) throws -> JSONValue { try JSONParser.parse(Array(text.utf8)) }
}
