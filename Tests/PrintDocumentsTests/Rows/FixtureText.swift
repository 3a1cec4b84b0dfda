import CZlib
import Foundation

/// Bytes of a fixture's input: text with a few directives in double braces, in an encoding.
enum FixtureText {
    /// Flags: `encoding=NAME`, `bom`, `crlf`, `gzip`, `name=FILE` (not looked at here).
    static func bytes(_ text: String, flags: [String]) throws -> [UInt8] {
        let text = flags.contains("crlf") ? text.replacing("\n", with: "\r\n") : text
        let name = value("encoding", in: flags) ?? "utf-8"
        guard let encoding = encodings[name] else { throw Fixture.Malformed(description: "encoding \(name)") }
        var bytes: [UInt8] = flags.contains("bom") ? [UInt8](encode("\u{feff}", encoding)) : []
        var rest = text[...]
        while let open = rest.range(of: "{{"), let close = rest[open.upperBound...].range(of: "}}") {
            bytes += encode(String(rest[..<open.lowerBound]), encoding)
            bytes += try directive(String(rest[open.upperBound..<close.lowerBound]), encoding)
            rest = rest[close.upperBound...]
        }
        bytes += encode(String(rest), encoding)
        return flags.contains("gzip") ? try gzip(bytes) : bytes
    }

    static func value(_ key: String, in flags: [String]) -> String? {
        flags.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
    }

    private static let encodings: [String: String.Encoding] = [
        "utf-8": .utf8, "iso-8859-1": .isoLatin1, "windows-1252": .windowsCP1252, "utf-16le": .utf16LittleEndian,
        "utf-16be": .utf16BigEndian,
    ]

    private static func encode(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        Array(text.data(using: encoding) ?? Data("NOT ENCODABLE".utf8))
    }

    /// `N text` repeats, with `#` for the number from 1; `hex`, `base64` and `gzip64` say how bytes are written.
    private static func directive(_ text: String, _ encoding: String.Encoding) throws -> [UInt8] {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        let argument = parts.count > 1 ? parts[1] : ""
        switch parts.first ?? "" {
        case "hex":
            return try argument.split(separator: " ").map {
                guard let byte = UInt8($0, radix: 16) else { throw Fixture.Malformed(description: "hex \($0)") }
                return byte
            }
        case "base64":
            return Array(Data(argument.utf8).base64EncodedData(options: .lineLength76Characters))
        case let word:
            guard let times = Int(word) else { throw Fixture.Malformed(description: "{{\(text.prefix(40))}}") }
            guard argument.contains("#") else {
                let once = encode(argument, encoding)
                return Array(repeatElement(once, count: times).joined())
            }
            return (1...times).flatMap { encode(argument.replacing("#", with: String($0)), encoding) }
        }
    }

    /// One gzip member.
    static func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard
            deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK
        else { throw Fixture.Malformed(description: "zlib") }
        defer { deflateEnd(&stream) }
        var packed = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 1024)
        var input = bytes
        let count = input.withUnsafeMutableBufferPointer { source in
            packed.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                let code = deflate(&stream, Z_FINISH)
                return code == Z_STREAM_END ? target.count - Int(stream.avail_out) : 0
            }
        }
        return Array(packed[..<count])
    }
}
