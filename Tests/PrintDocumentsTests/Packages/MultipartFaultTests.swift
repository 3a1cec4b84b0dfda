import AdapterAPI
import Testing

@testable import PrintDocuments

/// Packages at fault: what was good stands, and the words say where and what.
@Suite struct MultipartFaultTests {
    private static let good = "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/xml\n\n<JMF/>\n"

    @Test func `cut short anywhere, keeps the parts that are whole and says so`() throws {
        let package = Array((Self.good + "--b\nContent-Type: text/xml\n\n<JDF/>\n--b--\n").utf8)
        let whole = try PackageParts(MultipartReader(MemorySource(package)))
        #expect(whole.texts == ["<JMF/>", "<JDF/>"])
        // The last delimiter is whole without its line break.
        for length in Self.good.utf8.count..<package.count - 1 {
            let read = try PackageParts(MultipartReader(MemorySource(Array(package[..<length]))))
            let fault = try #require(read.fault, "\(length) bytes")
            #expect(fault.reason.contains("cut short"))
            #expect(fault.line > 0)
            // That the first part is whole shows only when a line of the delimiter after it is there.
            if length > Self.good.utf8.count + 3 { #expect(read.parts.first == whole.parts.first) }
        }
        let atEnd = try PackageParts(MultipartReader(MemorySource(package.dropLast())))
        #expect(atEnd.parts == whole.parts)
        #expect(atEnd.fault == nil)
    }

    @Test func `says again what it said`() throws {
        let reader = MultipartReader(MemorySource(Array(Self.good.utf8)))
        _ = try reader.nextPart()
        let first = #expect(throws: DocumentFault.self) { try reader.nextPart() }
        let second = #expect(throws: DocumentFault.self) { try reader.nextPart() }
        #expect(first == second)
        #expect(
            first
                == DocumentFault(
                    line: 7,
                    reason: "the package ends in part 1, without its closing delimiter: it was cut short; send it again"
                ))
    }

    @Test func `refuses an unknown encoding only of a part that is read`() throws {
        let text =
            Self.good + "--b\nContent-Type: text/xml\nContent-Transfer-Encoding: X-Zip\n\nPK\n--b\n\n<JMF/>\n--b--"
        let read = try PackageParts(text)
        #expect(read.fault == nil)
        #expect(read.texts == ["<JMF/>", "", "<JMF/>"])
        let fault = try #require(read.parts[1].fault)
        #expect(fault.line == 8)
        #expect(fault.reason.contains("'x-zip': use 8bit, binary, base64"))
    }

    @Test(arguments: [
        ("PEpN\nR*8+", "none of its alphabet", 6, 2, "<JM"),
        ("PEpNRg=\n=\n=", "padding character too many", 7, 1, "<JM"),
        ("PEpNRg==\nPEpN", "after its padding", 6, 1, "<JM"), ("PEpNR", "cut short", 5, 6, "<JM"),
    ])
    func `names the place of a character that base64 does not have`(
        content: String, reason: String, line: Int, column: Int, given: String
    ) throws {
        let read = try PackageParts(
            "--b\nContent-Type: text/xml\nContent-Transfer-Encoding: base64\n\n\(content)\n--b\n\n<JMF/>\n--b--")
        let fault = try #require(read.parts.first?.fault)
        #expect(fault.reason.contains(reason))
        #expect((fault.line, fault.column) == (line, column))
        #expect(read.parts.first?.text.hasPrefix(given) == true)
        #expect(read.parts.last?.text == "<JMF/>")
        #expect(read.fault == nil)
    }

    @Test func `keeps its limits`() throws {
        var limits = PackageLimits()
        limits.parts = 3
        limits.header = 100
        let part = "--b\n\n<A/>\n"
        #expect(try PackageParts(String(repeating: part, count: 3) + "--b--", limits: limits).fault == nil)
        let many = try PackageParts(String(repeating: part, count: 4) + "--b--", limits: limits)
        #expect(many.texts == ["<A/>", "<A/>", "<A/>"])
        #expect(many.fault?.reason.contains("more than 3 parts") == true)

        for header in ["X: \(String(repeating: "x", count: 98))", String(repeating: "X: 45678\n", count: 13)] {
            let long = try PackageParts("--b\n\(header)\n\n<A/>\n--b--", limits: limits)
            #expect(long.fault?.reason.contains("longer than 100 bytes") == true)
        }
        let boundary = String(repeating: "b", count: 201)
        #expect(try PackageParts("--\(boundary)\n\n<A/>").fault?.reason.contains("longer than 200 bytes") == true)
        let longest = String(repeating: "b", count: 200)
        #expect(try PackageParts("--\(longest)\n\n<A/>\n--\(longest)--").texts == ["<A/>"])
    }

    @Test func `refuses packages too deep inside one another`() throws {
        func nested(_ depth: Int) -> String {
            (1...depth).map { "Content-Type: multipart/mixed; boundary=b\($0)\n\n--b\($0)\n" }.joined()
                + "Content-Type: text/xml\n\n<A/>\n" + (1...depth).reversed().map { "--b\($0)--\n" }.joined()
        }
        #expect(try PackageParts(nested(4)).texts == ["<A/>"])
        #expect(try PackageParts(nested(4)).fault == nil)
        #expect(try PackageParts(nested(5)).fault?.reason.contains("more than 4 deep") == true)
        #expect(try PackageParts(nested(5)).fault?.line == 13)
    }

    @Test(arguments: [
        ("", "no boundary is known"), ("Content-Type: multipart/related\n\ntext\n", "no boundary is known"),
        ("Content-Type: multipart/related; boundary=\"\"\n\n", "no boundary is known"),
        ("--b\nContent-Type: multipart/mixed\n\ntext\n--b--", "names no boundary"),
        ("--b\nContent-Type: multipart/mixed; boundary=c\nContent-Transfer-Encoding: base64\n\n", "is encoded"),
        ("Content-Type: multipart/related; boundary=b\n\nnothing", "before its first part"),
        ("--b\n\n<A/>\n--b--\n--b\n\n<B/>\n--b--\n", "follows the package's closing delimiter"),
    ])
    func `refuses`(text: String, reason: String) throws {
        let fault = try #require(try PackageParts(text).fault)
        #expect(fault.reason.contains(reason), "\(fault)")
        #expect(fault.line > 0)
    }
}
