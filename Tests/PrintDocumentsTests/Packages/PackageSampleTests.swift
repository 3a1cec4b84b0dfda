import AdapterAPI
import Foundation
import FoundationXML
import Testing

@testable import PrintDocuments

/// Third-party packages that lie beside the project on some machines; they are not part of it.
@Suite struct PackageSampleTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/samples/mime")

    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: folder.path), "skipped: no samples beside the project"),
        arguments: [
            ("elk-approval.mjm", ["JMF", "JDF"], ["application/pdf"], [10, 18]),
            ("mimeMultipart.txt", ["JMF", "JDF"], ["image/jpg"], [12, 24]),
            ("two-jmf-jdf.mjm", ["JMF", "JDF", "JMF"], [], [12, 20, 104]),
        ])
    func `gives the parts`(name: String, roots: [String], ignored: [String], lines: [Int]) throws {
        let document = try Document(path: Self.folder.appending(path: name).path)
        guard case .parts(let reader) = try Package.open(DocumentSource(document), name: name) else {
            Issue.record("\(name) is no package")
            return
        }
        let read = try PackageParts(reader)
        #expect(read.fault == nil)
        let documents = read.parts.filter(\.header.isXML)
        #expect(documents.map(\.header.firstLine) == lines)
        #expect(read.parts.filter { !$0.header.isXML }.map(\.header.contentType) == ignored)
        for (part, root) in zip(documents, roots) {
            let parser = XMLParser(data: Data(part.content))
            let delegate = RootName()
            parser.delegate = delegate
            #expect(parser.parse(), "\(name), part \(part.header.ordinal)")
            #expect(delegate.name == root)
        }
        for part in read.parts where !part.header.isXML {
            // %PDF or JPEG's start of image
            #expect(
                part.content.starts(with: [0x25, 0x50, 0x44, 0x46]) || part.content.starts(with: [0xff, 0xd8, 0xff]))
        }
    }
}

private final class RootName: NSObject, XMLParserDelegate {
    var name: String?

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        name = name ?? element
    }
}
