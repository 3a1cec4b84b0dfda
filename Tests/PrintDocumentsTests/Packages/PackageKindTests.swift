import Testing

@testable import PrintDocuments

/// What a file is told to be, row by row.
@Suite struct PackageKindTests {
    struct Row: CustomTestStringConvertible {
        var head: String
        var kind: PackageKind
        var name = "document.xml"
        var contentType: String?
        var testDescription: String { "\(name), \(head.debugDescription)" }
    }

    static let rows: [Row] = [
        Row(head: "<JMF/>", kind: .xml), Row(head: "\u{feff}<?xml version='1.0'?>", kind: .xml),
        Row(head: " \n<a/>", kind: .xml, name: "a.mjm"), Row(head: "", kind: .unknown),
        Row(head: "a;b;c\n", kind: .unknown),
        Row(head: "", kind: .multipart, name: "A.MJM"), Row(head: "\u{1f}\u{8}", kind: .unknown),
        Row(head: "MIME-Version: 1.0\r\n", kind: .multipart), Row(head: "\n\r\nmime-version:1.0\n", kind: .multipart),
        Row(head: "Message-ID: <a@b>\nContent-type:\tMULTIPART/related;\n boundary=b\n\n", kind: .multipart),
        Row(head: "\u{feff}Content-Type: multipart/mixed", kind: .multipart),
        Row(head: "Content-Type: text/plain\n\nContent-Type: multipart/mixed", kind: .unknown),
        Row(head: "name: value\n\nMIME-Version: 1.0\n", kind: .unknown),
        Row(head: "--b\r\nContent-Type: text/xml\r\n", kind: .multipart),
        Row(head: "--b\n\n<JMF/>", kind: .multipart), Row(head: "--b\n\ntext", kind: .unknown),
        Row(head: "-- comment\nlocal x", kind: .unknown), Row(head: "--\nContent-Type: text/xml", kind: .unknown),
        Row(head: "preamble\n--b\n", kind: .multipart, contentType: "Multipart/Related; boundary=b"),
        Row(head: "<JMF/>", kind: .xml, contentType: "multipart/related; boundary=b"),
        Row(head: "preamble\n--b\n", kind: .unknown, contentType: "text/xml"),
    ]

    @Test(arguments: rows)
    func `tells`(row: Row) {
        #expect(PackageKind.detect(name: row.name, head: row.head.utf8, contentType: row.contentType) == row.kind)
    }

    @Test func `tells what is packed and what is wide`() {
        #expect(PackageKind.detect(name: "a.xml", head: [0x1f, 0x8b, 8]) == .gzip)
        #expect(PackageKind.detect(name: "a.mjm", head: [0xff, 0xfe, 0x3c, 0]) == .xml)
        #expect(PackageKind.detect(name: "a.mjm", head: [0xfe, 0xff, 0, 0x3c]) == .xml)
        #expect(PackageKind.detect(name: "a.mjm", head: [0, 0x3c, 0, 0x3f]) == .xml)
    }

    @Test func `opens what is packed in what is packed`() throws {
        let package = Array("--b\nContent-Type: text/xml\n\n<JMF/>\n--b--".utf8)
        let once = try Gzip.packed(package)
        guard case .parts(let reader) = try Package.open(MemorySource(once), name: "a.mjm.gz") else {
            Issue.record("no package")
            return
        }
        #expect(try PackageParts(reader).texts == ["<JMF/>"])

        let document = try Gzip.packed(try Gzip.packed(Array("<JMF/>".utf8)))
        guard case .document(let source) = try Package.open(MemorySource(document), name: "a.xml.gz.gz") else {
            Issue.record("no document")
            return
        }
        var content: [UInt8] = []
        try PackageParts.all(into: &content, source.read)
        #expect(String(decoding: content, as: UTF8.self) == "<JMF/>")
    }
}
