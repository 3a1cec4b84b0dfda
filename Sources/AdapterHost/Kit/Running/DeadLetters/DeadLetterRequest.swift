import Foundation
import IoTTransport

/// What is asked to be done with dead letters: by a command beside a running host, or without one.
struct DeadLetterRequest: Codable, Equatable {
    enum Action: String, Codable { case retry, drop }

    var action: Action
    var selection: DeadLetterSelection

    /// What the rows in the spool are called.
    static let kind = "dead-letters"

    var json: String { JSONLine.of(self) }

    init(_ action: Action, _ selection: DeadLetterSelection) {
        self.action = action
        self.selection = selection
    }

    /// Nil for what is none.
    init?(_ request: SpoolRequest) {
        guard request.kind == Self.kind else { return nil }
        self.init(json: Array(request.argument.utf8))
    }

    /// Nil for what is none, also for one that does not say which letters are meant.
    init?(json: [UInt8]) {
        guard let found = try? JSONDecoder().decode(Self.self, from: Data(json)) else { return nil }
        self = found
    }
}
