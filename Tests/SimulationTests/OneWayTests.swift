import Foundation
import Testing

/// The simulation proves something only as long as events have no other way to a broker than the one it runs.
@Suite struct OneWayTests {
    private static let sources = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources").path

    /// Files below Sources in which `pattern` stands outside of comments.
    private func files(with pattern: String) throws -> Set<String> {
        let expression = try NSRegularExpression(pattern: pattern)
        var found: Set<String> = []
        let all = FileManager.default.enumerator(atPath: Self.sources)
        while let path = all?.nextObject() as? String {
            guard path.hasSuffix(".swift"), !path.hasPrefix("LocalPlatform/") else { continue }
            let text = try String(contentsOfFile: Self.sources + "/" + path, encoding: .utf8)
            let code = text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }
            let joined = code.joined(separator: "\n")
            if expression.firstMatch(in: joined, range: NSRange(joined.startIndex..., in: joined)) != nil {
                found.insert(path)
            }
        }
        return found
    }

    @Test func `only the owner of the client publishes, and only delivery's core lets it`() throws {
        let mqtt = "IoTTransport/MQTT/"
        #expect(try files(with: "mosquitto_publish\\(") == [mqtt + "MosquittoClient.swift"])
        // The operator's event, which doctor sends when asked to, was never in the spool.
        let operators = "IoTTransport/Shadow/ShadowOperator.swift"
        #expect(try files(with: "(link|client)\\.publish\\(") == [mqtt + "DeliveryCore.swift", operators])
        #expect(try files(with: "spool\\.take\\(") == [mqtt + "DeliveryCore.swift"])
        #expect(try files(with: "engine\\.window\\.next\\(") == [mqtt + "DeliveryCore.swift"])
    }

    @Test func `only the spool's worker writes to the store, and only PUBACK, filter and poison let events leave`()
        throws
    {
        #expect(try files(with: "store\\.store\\(") == ["IoTTransport/Spool/SpoolWorker.swift"])
        #expect(try files(with: "CompletedChunk\\(") == ["IoTTransport/MQTT/DeliveryWindow.swift"])
        #expect(try files(with: "spool\\.release\\(") == ["IoTTransport/MQTT/DeliveryCore.swift"])
    }
}
