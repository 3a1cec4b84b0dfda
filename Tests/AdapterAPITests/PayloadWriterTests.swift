import AdapterAPI
import Foundation
import Testing

@Suite struct PayloadWriterTests {
    @Test func `writes objects, arrays and values with their commas`() {
        var writer = PayloadWriter()
        writer.object { writer in
            writer.field("a", "x")
            writer.field("n", 5)
            writer.key("list")
            writer.array {
                $0.boolean(true)
                $0.number(1.5)
                $0.number(3)
                $0.number(.nan)
            }
            writer.key("empty")
            writer.object { _ in }
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"{"a":"x","n":5,"list":[true,1.5,3,0],"empty":{}}"#)
    }

    /// Every single byte at every place of texts of every length up to three words: Foundation must read back the same.
    @Test func `escapes so that any reader gets the same text back`() throws {
        for length in 1...25 {
            for special in ["\"", "\\", "\n", "\u{01}", "\u{1f}", "/", "ä", "\u{7f}"] {
                for place in 0..<length {
                    var characters = Array(repeating: "a", count: length)
                    characters[place] = special
                    let text = characters.joined()
                    var writer = PayloadWriter()
                    writer.array { $0.string(text) }
                    let read = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String]
                    #expect(read == [text])
                }
            }
        }
    }

    @Test func `escapes long texts in pieces without a seam`() throws {
        let text = String(repeating: "0123456789\"ü", count: 2000)
        var writer = PayloadWriter()
        writer.array { $0.string(text) }
        #expect(try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? [String] == [text])
    }
}
