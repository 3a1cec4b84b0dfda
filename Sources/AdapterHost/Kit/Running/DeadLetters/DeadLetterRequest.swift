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
        guard request.kind == Self.kind,
            let found = try? JSONDecoder().decode(Self.self, from: Data(request.argument.utf8))
        else { return nil }
        self = found
    }
}
