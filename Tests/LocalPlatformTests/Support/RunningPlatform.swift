import Foundation
import NIOCore
import Synchronization
import TestServers

@testable import LocalPlatform

/// A platform in this process, with a folder of its own.
final class RunningPlatform: Sendable {
    /// An answer of the HTTP interface.
    struct Answer: Equatable {
        var status: Int
        var head: String
        var json: JSONValue
    }

    let folder: TemporaryFolder
    let addresses: LocalPlatformAddresses
    let platform: LocalPlatform
    let lines: Lines

    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private init(_ folder: TemporaryFolder, _ lines: Lines, _ platform: LocalPlatform) async throws {
        self.folder = folder
        self.lines = lines
        self.platform = platform
        addresses = try await platform.start()
    }

    /// Starts one, runs the test, stops it.
    static func with(
        folder: TemporaryFolder? = nil, _ change: (inout LocalPlatformOptions) -> Void = { _ in },
        _ test: (RunningPlatform) async throws -> Void
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        let lines = Lines()
        var options = LocalPlatformOptions(folder: folder.file("platform"))
        options.apiKey = "test-key"
        options.log = { lines.add($0) }
        change(&options)
        let running = try await RunningPlatform(folder, lines, LocalPlatform(options))
        do {
            try await test(running)
        } catch {
            await running.platform.stop()
            throw error
        }
        await running.platform.stop()
    }

    func file(_ name: String) -> String { folder.file("platform/" + name) }

    /// One HTTP request on a connection of its own; nil when it was cut before the answer was whole.
    func http(
        _ method: String, _ path: String, _ body: String = "", headers: [String] = [], host: String? = nil
    ) async throws -> Answer? {
        let connection = try RawConnection(port: addresses.httpPort)
        let lines = [
            "\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(addresses.httpPort)")", "Connection: close",
            "Content-Length: \(body.utf8.count)",
        ]
        try await connection.send((lines + headers + ["", body]).joined(separator: "\r\n"))
        guard try await connection.ends() else { return nil }
        let parts = connection.text.components(separatedBy: "\r\n\r\n")
        guard parts.count > 1, let status = parts[0].split(separator: " ").dropFirst().first.flatMap({ Int($0) })
        else { return nil }
        let text = parts.dropFirst().joined(separator: "\r\n\r\n")
        let json = (try? JSONParser.parse(Array(text.utf8))) ?? .string(text)
        return Answer(status: status, head: parts[0], json: json)
    }

    func state() async throws -> JSONValue { try await http("GET", "/api/state")?.json ?? .null }

    /// A connected MQTT client over TCP that speaks bytes.
    func client(_ id: String, subscriptions: [String] = []) async throws -> RawConnection {
        let connection = try RawConnection(port: addresses.mqttPort)
        var packets: [MQTTPacket] = [.connect(MQTTConnect(clientID: id))]
        if !subscriptions.isEmpty {
            packets.append(.subscribe(1, subscriptions.map { MQTTSubscription(filter: $0, qualityOfService: 1) }))
        }
        try await connection.send(Self.bytes(packets))
        let expected = 4 + (subscriptions.isEmpty ? 0 : 4 + subscriptions.count)
        _ = try await connection.reads { $0.bytes.count >= expected || $0.hasEnded }
        return connection
    }

    static func bytes(_ packets: [MQTTPacket]) -> [UInt8] {
        var buffer = ByteBuffer()
        for packet in packets { MQTTEncoder.write(packet, to: &buffer) }
        return Array(buffer.readableBytesView)
    }

    static func event(_ uuid: String, type: String = "ODA", packetID: UInt16 = 1) -> MQTTPacket {
        .publish(
            MQTTPublish(
                topic: "$aws/rules/iot_data_platform_telemetry_dev",
                payload: Array(#"{"eventType":"\#(type)","senderEventUuid":"\#(uuid)","payload":{}}"#.utf8),
                qualityOfService: 1, packetID: packetID))
    }
}
