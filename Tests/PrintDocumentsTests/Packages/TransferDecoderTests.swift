import Testing

@testable import PrintDocuments

/// The two encodings by themselves (RFC 2045 sections 6.7 and 6.8).
@Suite struct TransferDecoderTests {
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar"), ("Zg", "f"), ("Zm8", "fo"),
        (" Z\r\nm\t9\nv ", "foo"), ("Zg=\r\n=\r\n", "f"),
    ])
    func `base64`(written: String, meant: String) throws {
        for size in 1...max(1, written.utf8.count) {
            var decoder = Base64Decoder()
            var output = RawBuffer(capacity: 16)
            for piece in Self.pieces(written, size) {
                try piece.withUnsafeBytes { bytes throws in try decoder.decode(bytes, into: &output) }
            }
            try decoder.finish(into: &output)
            #expect(String(decoding: output.bytes, as: UTF8.self) == meant)
        }
    }

    @Test(arguments: [
        ("a=3Db", "a=b"), ("=C3=bc", "ü"), ("a=\r\nb", "ab"), ("a=\nb", "ab"), ("a= \t\r\nb", "ab"),
        ("a \t\r\nb", "a\r\nb"),
        ("a \nb", "a\nb"), ("a  b", "a  b"), ("a =\nb", "a b"), ("a=", "a"), ("a =", "a "), ("a ", "a"), ("a=\r", "a"),
        ("v=\"1\"", "v=\"1\""), ("a==3D", "a=="), ("=4", "=4"), ("=4x", "=4x"), ("=4=41", "=4A"), ("= x", "= x"),
        ("=\rx", "x"), ("a=20\n", "a \n"), ("\r\n\r\n", "\r\n\r\n"),
    ])
    func `quoted-printable`(written: String, meant: String) {
        for size in 1...written.utf8.count {
            var decoder = QuotedPrintableDecoder()
            var output = RawBuffer(capacity: 16)
            for piece in Self.pieces(written, size) { piece.withUnsafeBytes { decoder.decode($0, into: &output) } }
            decoder.finish(into: &output)
            #expect(String(decoding: output.bytes, as: UTF8.self) == meant, "pieces of \(size)")
        }
    }

    @Test func `white space without end is content`() {
        let written = String(repeating: " ", count: 5000) + "\n"
        var decoder = QuotedPrintableDecoder()
        var output = RawBuffer(capacity: 16)
        Array(written.utf8).withUnsafeBytes { decoder.decode($0, into: &output) }
        #expect(output.count >= 4000)
    }

    private static func pieces(_ text: String, _ size: Int) -> [[UInt8]] {
        let bytes = Array(text.utf8)
        return stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
    }
}
