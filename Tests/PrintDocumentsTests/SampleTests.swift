import AdapterAPI
import Foundation
import PrintDocuments
import Testing

/// Third-party documents, with the events that each must give, that lie beside the project on some machines; they are not
/// part of it.
@Suite(
    .enabled(if: FileManager.default.fileExists(atPath: Samples.folder.path), "skipped: no samples beside the project"))
struct SampleTests {
    @Test(arguments: Samples.expected)
    func `gives the events expected of it`(name: String) async throws {
        let sample = try Samples.expectation(of: name)
        let reading = try await Samples.read(name)
        guard let events = sample.events else {
            #expect(reading.fault != nil, "it must be refused")
            return
        }
        #expect(reading.fault == nil)
        let items = reading.items.filter { $0.refusal == nil }
        #expect(reading.items.count - items.count == sample.dead)
        #expect(items.map { "\($0.eventType) \($0.subtype)" } == events.map { "\($0.eventType) \($0.subtype)" })
        for (item, event) in zip(items, events) {
            #expect(item.payload == event.payload)
            #expect(item.asset == event.asset)
            #expect(item.payloadVersion == (event.eventType == "generic.signal" ? 2 : 1))
            if let time = event.time.flatMap({ Timestamp($0, zone: Samples.zone) }) {
                #expect(Timestamp(item.time, zone: Samples.zone)?.secondsSince1970 == time.secondsSince1970)
            }
        }
        #expect(Set(items.map(\.identity)).count == items.count)
        #expect(try await Samples.read(name).items == reading.items, "a second reading gives the same")
    }

    struct Package: Sendable, CustomTestStringConvertible {
        let name: String
        let events: [String]
        let counts: [String: Int]
        var testDescription: String { name }
    }

    /// Part by part: a JMF with a command, a JDF with an audit, a PDF; two JMFs with a command around a JDF with an audit,
    /// which is quoted-printable; a JMF with a command, a JDF without audits, a picture.
    static let packages = [
        Package(
            name: "elk-approval.mjm", events: ["prinect.interval Created"],
            counts: ["message_command": 1, "part_ignored": 1]),
        Package(name: "two-jmf-jdf.mjm", events: ["prinect.interval Created"], counts: ["message_command": 2]),
        Package(name: "mimeMultipart.txt", events: [], counts: ["message_command": 1, "part_ignored": 1]),
    ]

    @Test(arguments: packages)
    func `a package gives its parts' events`(package: Package) async throws {
        let reading = try await Samples.read("mime/\(package.name)")
        #expect(reading.fault == nil)
        #expect(reading.items.map { "\($0.eventType) \($0.subtype)" } == package.events)
        #expect(reading.items.allSatisfy { $0.refusal == nil && !$0.hasFileTime })
        #expect(reading.counts == package.counts)
    }
}
