/// What a new adapter begins with: it reads lines of text files, one event each, keeps every promise that the test kit
/// looks at, and is there to be changed.
enum AdapterTemplate {
    static let adapter = #"""
        public import AdapterAPI
        import HotFolder

        /// Lines of text files from a folder, one event each: `adapter: @KIND@`.
        public struct @TYPE@: DocumentAdapter {
            public static let kind = "@KIND@"

            private let folder: HotFolderSettings
            private let eventType: String

            /// Bytes of the longest line that makes an event.
            private static let longestLine = 64 * 1024

            /// Reads the options and does nothing else. Each read names its key, its default and what it is for.
            public init(_ configuration: inout ConfigurationReader) {
                folder = HotFolderSettings(&configuration)
                eventType = configuration.eventType(
                    "eventType", help: "type of the events; header v3 allows only its own list")
            }

            /// Whether `convert` without a press file should take this adapter for a file.
            public static func recognises(name: String, head: [UInt8]) -> Bool {
                name.hasSuffix(".@KIND@")
            }

            /// Takes files from the folder until cancelled.
            public func run(_ context: AdapterContext) async throws {
                try await HotFolder(folder).run(context, adapter: self)
            }

            /// Reads one file. However often it is read, it must give the same records with the same identities.
            public func read(_ document: Document, to sink: any DocumentSink) async throws {
                let hash = try document.contentHash()
                var lines = DocumentLines(document, longest: Self.longestLine)
                var batch = RecordBatch(document: document.name)
                var records = 0
                while let line = try lines.next() {
                    if line.bytes.isEmpty { continue }
                    records += 1
                    // What was taken in an earlier reading is only counted.
                    if records <= sink.recordsToSkip { continue }
                    append(line, of: document, identity: hash.mixed(with: UInt64(line.number)), to: &batch)
                    if batch.isFull {
                        try await sink.send(batch, recordsTaken: records)
                        batch.removeAll()
                    }
                }
                if !batch.isEmpty { try await sink.send(batch, recordsTaken: records) }
            }

            /// Makes a record of a line, or a refused one, which goes to the dead letters.
            private func append(
                _ line: DocumentLines.Line, of document: Document, identity: ContentHash, to batch: inout RecordBatch
            ) {
                let kind = RecordKind(eventType: eventType, eventSubtype: "Line")
                let origin = Record.Origin(line: line.number)
                guard let text = line.text else {
                    let reason =
                        line.isCut
                        ? "line_too_long: the line has more than \(Self.longestLine) bytes"
                        : "bad_encoding: the line is no UTF-8"
                    line.bytes.withUnsafeBytes {
                        batch.appendRefused(kind, original: $0, reason: reason, identity: identity, origin: origin)
                    }
                    return
                }
                let changed = document.modified
                let time = Timestamp(secondsSince1970: changed.seconds, nanoseconds: changed.nanoseconds)
                batch.append(kind, assetKey: nil, time: time, identity: identity, origin: origin) { writer in
                    writer.object { $0.field("text", text) }
                }
            }
        }

        """#

    static let tests = #"""
        import AdapterTestKit
        import Testing

        @testable import @TYPE@

        @Suite struct @TYPE@Tests {
            static let kit = AdapterConformance(
                @TYPE@.self,
                testdata: "@TESTDATA@", beside: #filePath)

            @Test(arguments: try kit.cases())
            func `keeps every promise`(_ testCase: AdapterCase) async {
                for failure in await Self.kit.failures(of: testCase) { Issue.record("\(failure)") }
            }

            @Test func `options that are wrong are found`() {
                for failure in Self.kit.optionFailures() { Issue.record("\(failure)") }
            }
        }

        """#

    static let casePress = """
        id: first
        adapter: @KIND@
        ready: rename
        eventType: example.line
        asset: { id: press-1, type: SheetfedPress }

        """

    static let caseInput = "The first line makes an event.\n\nSo does \"the third\".\n"

    /// What the kit records for the case; the ids follow from the input and the press's id.
    static let caseEvents = #"""
        {"payloadVersion":"1","assetType":"SheetfedPress",\#
        "senderEventUuid":"8750970f-7055-82ec-9187-932f402525f1","senderType":"prinect",\#
        "eventType":"example.line","eventSubtype":"Line","assetTimestamp":"2026-01-01T00:00:00.000+00:00",\#
        "assetId":"press-1","senderId":"adapter-testkit","senderTimestamp":"2026-01-01T00:00:00.000+00:00",\#
        "connectionDeviceId":"adapter-testkit","payload":{"text":"The first line makes an event."}}
        {"payloadVersion":"1","assetType":"SheetfedPress",\#
        "senderEventUuid":"61001d31-3d9c-8f14-98e3-fb7443ae4f36","senderType":"prinect",\#
        "eventType":"example.line","eventSubtype":"Line","assetTimestamp":"2026-01-01T00:00:00.000+00:00",\#
        "assetId":"press-1","senderId":"adapter-testkit","senderTimestamp":"2026-01-01T00:00:00.000+00:00",\#
        "connectionDeviceId":"adapter-testkit","payload":{"text":"So does \"the third\"."}}

        """#
}
