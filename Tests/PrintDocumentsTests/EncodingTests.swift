import AdapterAPI
import Foundation
import PrintDocuments
import Testing

/// Every encoding that feeds arrive in gives the same events.
@Suite struct EncodingTests {
    private static let body =
        "<ProductionDataAcquisition><Message DeviceID='Düse'><A n='Größe'>weiß</A></Message></ProductionDataAcquisition>"
    private static let expected =
        #"{"productiondataacquisition":{"message":[{"a":[{"n":"Größe","text":"weiß"}],"deviceid":"Düse"}]}}"#

    private static func declared(_ name: String, as encoding: String.Encoding, mark: [UInt8] = []) -> [UInt8] {
        let text = "<?xml version='1.0' encoding='\(name)'?>" + body
        return mark + Array(text.data(using: encoding) ?? Data())
    }

    static let documents: [(name: String, bytes: [UInt8])] = [
        ("UTF-8 without a declaration", Array(body.utf8)),
        ("UTF-8 with a byte order mark", [0xef, 0xbb, 0xbf] + Array(body.utf8)),
        ("ISO-8859-1", declared("ISO-8859-1", as: .isoLatin1)),
        ("Windows-1252", declared("windows-1252", as: .windowsCP1252)),
        ("UTF-16 little-endian", declared("UTF-16", as: .utf16LittleEndian, mark: [0xff, 0xfe])),
        ("UTF-16 big-endian", declared("UTF-16", as: .utf16BigEndian, mark: [0xfe, 0xff])),
    ]

    @Test(arguments: 0..<documents.count)
    func `reads`(index: Int) async throws {
        let reading = try await Reading.of(bytes: Self.documents[index].bytes)
        #expect(reading.fault == nil, "\(Self.documents[index].name)")
        #expect(reading.payloads == [Self.expected], "\(Self.documents[index].name)")
        #expect(reading.items.first?.asset == "Düse")
    }

    @Test func `refuses a declaration that is not true`() async throws {
        let reading = try await Reading.of(bytes: Self.declared("UTF-8", as: .isoLatin1))
        let fault = try #require(reading.fault)
        #expect(fault.reason.contains("encoding does not allow"))
        #expect(fault.line == 1)
    }
}
