import AdapterAPI
import Testing

@testable import PrintDocuments

/// Packages as senders write them, and as they should not.
@Suite struct MultipartReaderTests {
    static let breaks = ["\n", "\r\n"]
    static let document = "<?xml version='1.0' encoding='UTF-8'?>\n<JMF SenderID=\"Größe=1\"/> \n"

    /// A package of two documents and a picture between them.
    private static func package(_ encoding: String, _ content: String, lineBreak: String) -> [UInt8] {
        let text = """
            MIME-Version: 1.0
            Content-Type: multipart/related; boundary="=_b 1"; type="text/xml"

            preamble
            --=_b 1
            Content-Type: application/vnd.cip4-jmf+xml; charset=UTF-8
            Content-Transfer-Encoding: \(encoding)
            Content-ID: <first@press>

            CONTENT
            --=_b 1
            Content-Type: image/png
            Content-Transfer-Encoding: x-uuencode

            M1234
            --=_b 1 \u{9}
            content-type: TEXT/XML
            CONTENT-TRANSFER-ENCODING: \(encoding.uppercased())

            CONTENT
            --=_b 1--
            epilogue
            """
        return Array(
            text.replacing("\n", with: lineBreak).replacing("CONTENT\(lineBreak)", with: content + lineBreak).utf8)
    }

    @Test(arguments: ["7bit", "8bit", "binary", "base64", "quoted-printable"], breaks)
    func `reads`(encoding: String, lineBreak: String) throws {
        let bytes = Array(Self.document.utf8)
        let content =
            switch encoding {
            case "base64": Written.base64(bytes, lineBreak: lineBreak)
            case "quoted-printable": Written.quotedPrintable(bytes, lineBreak: lineBreak)
            default: Self.document
            }
        let package = Self.package(encoding, content, lineBreak: lineBreak)
        let read = try PackageParts(MultipartReader(MemorySource(package))) { $0.isXML }
        #expect(read.fault == nil)
        #expect(read.texts == [Self.document, "", Self.document])
        #expect(read.parts.map(\.header.isXML) == [true, false, true])
        #expect(read.parts.map(\.header.contentType) == ["application/vnd.cip4-jmf+xml", "image/png", "text/xml"])
        #expect(read.parts.map(\.header.ordinal) == [1, 2, 3])
        #expect(read.parts[0].header.charset == "utf-8")
        #expect(read.parts[0].header.contentID == "first@press")
        #expect(read.parts[0].header.headerLine == 6)
        #expect(read.parts[0].header.firstLine == 10)
    }

    @Test(arguments: ["quoted-printable", "base64", "7bit", "nonsense"])
    func `split anywhere, gives the same`(encoding: String) throws {
        let bytes = Array(Self.document.utf8)
        let content =
            switch encoding {
            case "base64": Written.base64(bytes, lineBreak: "\r\n")
            case "quoted-printable": Written.quotedPrintable(bytes, lineBreak: "\r\n")
            default: "\(Self.document)--=_b 1-\r\n--=_b 12\r\n-\r\n\r\n--"
            }
        let package = Self.package(encoding, content, lineBreak: "\r\n")
        let whole = try PackageParts(MultipartReader(MemorySource(package)))
        #expect(whole.parts.count == 3)
        for size in 1...package.count {
            // A first piece of each size and then the rest, and pieces of each size with a buffer of that size.
            for sizes in [[size, package.count], [size]] {
                let source = PiecewiseSource(package, sizes: sizes)
                let split = try PackageParts(
                    MultipartReader(source, windowSize: 1024), step: sizes.count == 1 ? size : 7)
                #expect(split.parts == whole.parts, "pieces of \(sizes)")
                #expect(split.fault == whole.fault)
            }
        }
    }

    @Test func `takes a continuation that is not indented as one`() throws {
        for broken in [".boundary=\"b\"", "boundary=\"b\"", "boundary=b", "\u{9}Boundary = \"b\" ; start=\"<x>\""] {
            let read = try PackageParts(
                "Message-ID: <a@b>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; \r\n\(broken)\r\n\r\n"
                    + "--b\r\nContent-Type: text/xml;\r\n charset=us-ascii\r\n\r\n<JMF/>\r\n--b--\r\n")
            #expect(read.texts == ["<JMF/>"], "\(broken)")
            #expect(read.fault == nil)
            #expect(read.parts.first?.header.charset == "us-ascii")
        }
    }

    @Test func `begins with a delimiter, a byte order mark or blank lines`() throws {
        let parts = "--b\nContent-Type: text/xml\n\n<JMF/>\n--b--"
        for start in ["", "\u{feff}", "\n\r\n", "\u{feff}\nContent-Type: Multipart/Related; boundary=b\n\n"] {
            let read = try PackageParts(start + parts)
            #expect(read.texts == ["<JMF/>"], "\(start.debugDescription)")
            #expect(read.fault == nil)
        }
    }

    @Test func `takes the boundary of an HTTP body from its header`() throws {
        let body = "ignored\r\n--b:c/d\r\n\r\n<JMF/>\r\n--b:c/d--"
        let read = try PackageParts(body, contentType: "multipart/related; type=\"text/xml\"; boundary=\"b:c/d\"")
        #expect(read.texts == ["<JMF/>"])
        #expect(read.parts.first?.header.isXML == true)
        // A sender that posts a file with its own headers, and one that forgets to name the boundary.
        #expect(
            try PackageParts(body.replacing("ignored\r\n", with: ""), contentType: "multipart/related").texts == [
                "<JMF/>"
            ])
    }

    @Test func `walks nested packages depth first`() throws {
        let read = try PackageParts(
            """
            Content-Type: multipart/mixed; boundary=outer

            --outer
            Content-Type: multipart/related; boundary=outer2

            --outer2
            Content-Type: text/xml

            <A/>
            --outer2
            Content-Type: text/xml

            <B/>
            --outer2--
            between
            --outer
            Content-Type: multipart/related; boundary="cut"

            --cut
            Content-Type: text/xml

            <C/>
            --outer
            Content-Type: text/xml

            <D/>
            --outer--
            """)
        #expect(read.texts == ["<A/>", "<B/>", "<C/>", "<D/>"])
        #expect(read.parts.map(\.header.ordinal) == [1, 2, 3, 4])
        #expect(read.fault == nil)
    }

    @Test func `tells documents among parts of no type by their first bytes`() throws {
        let documents = ["<?xml version='1.0'?><Any/>", " \n<x:JDF xmlns:x='u'/>", "\u{feff}<XJMF>", "<XJDF\n/>"]
        let others = ["<JDFX/>", "%PDF-1.4", "", "< JMF>", "<html>"]
        for (contents, isXML) in [(documents, true), (others, false)] {
            for content in contents {
                for type in ["", "Content-Type: application/octet-stream\n", "X-Other: 1\n"] {
                    let read = try PackageParts("--b\n\(type)\n\(content)\n--b--")
                    #expect(read.parts.map(\.header.isXML) == [isXML], "\(content)")
                    #expect(read.texts == [content])
                }
            }
        }
        let wide = "<JMF/>".utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
        #expect(XMLContent.begins([0xff, 0xfe] + wide))
        #expect(XMLContent.isXML(type: "application/vnd.cip4-ptk+xml") == true)
        #expect(XMLContent.isXML(type: "image/svg+xml") == false)
        #expect(XMLContent.isXML(type: "application/pdf") == false)
    }

    @Test func `never looks at where a part says it belongs`() throws {
        let read = try PackageParts(
            "--b\nContent-ID: <../../../../tmp/escaped.jmf>\nContent-Disposition: attachment; filename=\"/etc/passwd\"\n"
                + "Content-Type: text/xml; name=../x\n\n<JMF/>\n--b--")
        #expect(read.parts.first?.header.contentID == "../../../../tmp/escaped.jmf")
        #expect(read.texts == ["<JMF/>"])
    }

    @Test func `a message that is no package is its one part`() throws {
        let read = try PackageParts(
            "MIME-Version: 1.0\nContent-Type: text/xml\nContent-Transfer-Encoding: base64\n\nPEpNRi8+\n")
        #expect(read.texts == ["<JMF/>"])
        #expect(read.fault == nil)
    }

    @Test func `ends headers where a document begins without a blank line`() throws {
        let read = try PackageParts("--b\nContent-Type: text/xml\n<JMF/>\n--b\n--b\nContent-Type: text/xml\n--b--\n")
        #expect(read.texts == ["<JMF/>", "", ""])
        #expect(read.fault == nil)
    }

    @Test func `an empty package has no parts`() throws {
        let read = try PackageParts("Content-Type: multipart/mixed; boundary=b\n\n--b--\n")
        #expect(read.parts.isEmpty)
        #expect(read.fault == nil)
    }

    @Test func `names the line of a place in a part`() throws {
        let verbatim = MultipartReader(MemorySource(Array("--b\n\n<JMF>\n\n</JMF>\n--b--".utf8)))
        _ = try verbatim.nextPart()
        #expect(verbatim.place(line: 3, column: 7) == (5, 7))

        let line = String(repeating: "a=20=\n", count: 20)
        let quoted = MultipartReader(
            MemorySource(Array("--b\nContent-Transfer-Encoding: quoted-printable\n\n\(line)x\nsecond\n--b--".utf8)))
        _ = try quoted.nextPart()
        var content: [UInt8] = []
        try PackageParts.all(into: &content, quoted.read)
        #expect(String(decoding: content, as: UTF8.self) == String(repeating: "a ", count: 20) + "x\nsecond")
        #expect(quoted.place(line: 1, column: 1).line == 4)
        #expect(quoted.place(line: 1, column: 5).line == 6)
        #expect(quoted.place(line: 2, column: 1).line == 25)
    }
}
