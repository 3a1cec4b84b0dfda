import Foundation

/// Takes server-sent events apart as they come: pure.
struct EventLines {
    enum Message: Equatable {
        /// The event with what is known of it, one JSON object.
        case event([UInt8])
        case lost(Int)
    }

    private var rest: [UInt8] = []
    private var kind = ""

    /// The messages that are whole now.
    mutating func take(_ bytes: [UInt8]) -> [Message] {
        rest += bytes
        var messages: [Message] = []
        var start = rest.startIndex
        while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[start..<end]
            start = end + 1
            if line.isEmpty { kind = "" }
            if let name = Self.value("event: ", line) { kind = String(decoding: name, as: UTF8.self) }
            guard let data = Self.value("data: ", line) else { continue }
            if kind == "event" { messages.append(.event(Array(data))) }
            if kind == "lost", let lost = try? JSONDecoder().decode([String: Int].self, from: Data(data))["lost"] {
                messages.append(.lost(lost))
            }
        }
        rest.removeSubrange(..<start)
        return messages
    }

    private static func value(_ name: String, _ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        line.starts(with: name.utf8) ? line.dropFirst(name.utf8.count) : nil
    }
}
