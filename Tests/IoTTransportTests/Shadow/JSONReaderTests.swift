import Testing

@testable import IoTTransport

@Suite struct JSONReaderTests {
    func read(_ text: String) -> JSONValue? { JSONReader.value(of: Array(text.utf8)) }

    @Test func `reads what RFC 8259 allows`() {
        #expect(
            read(" {\"a\" : [1, -2.5e+3, true ,false,null] } ")?.bytes
                == Array("{\"a\":[1,-2.5e+3,true,false,null]}".utf8))
        #expect(read("\"\\u00e9\\ud83d\\ude00\\n\\/\"") == .string("é😀\n/"))
        #expect(read("{\"a\":1,\"a\":2}")?["a"] == .number("2"))
        #expect(read("[]") == .array([]) && read("{}") == .object([:]) && read("0") == .number("0"))
        #expect(
            read("12")?.integer == 12 && read("1.5")?.integer == nil && read("99999999999999999999")?.integer == nil)
    }

    @Test(
        arguments: [
            "", " ", "{", "}", "[1,]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "tru", "nul", "01", "-", "1.", "1e", "+1",
            "\"", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\n\"", "1 2", "[1 2]",
            "{\"a\":1,}", "'a'", "NaN",
        ])
    func `refuses all else`(text: String) { #expect(read(text) == nil) }

    @Test func `is bounded in depth and size, and wants UTF-8`() {
        #expect(read(String(repeating: "[", count: 100_000)) == nil)
        #expect(read(String(repeating: "[", count: 31) + String(repeating: "]", count: 31)) != nil)
        #expect(read(String(repeating: "[", count: 33) + String(repeating: "]", count: 33)) == nil)
        #expect(JSONReader.value(of: [UInt8](repeating: 0x20, count: 300_000) + [0x30]) == nil)
        #expect(JSONReader.value(of: [0x22, 0xFF, 0x22]) == nil)
        #expect(JSONReader.value(of: [0x22, 0xC3, 0x22]) == nil)
    }

    @Test func `texts are equal when their bytes are`() {
        #expect(JSONValue.string("e\u{301}") != .string("\u{e9}"))
    }
}
