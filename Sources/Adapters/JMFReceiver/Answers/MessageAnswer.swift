import PrintDocuments

/// How one message is answered.
enum MessageAnswer {
    /// It has made its events, or makes none.
    case taken
    case knownMessages
    case knownDevices
    case submissionMethods
    case notImplemented

    /// The queries that have an answer.
    static let queries = ["KnownDevices", "KnownMessages", "SubmissionMethods"]

    init(_ message: PrintMessage) {
        switch (message.family, message.type) {
        case (.signal, _), (.response, _), (.acknowledge, _): self = .taken
        case (.query, "KnownMessages"): self = .knownMessages
        case (.query, "KnownDevices"): self = .knownDevices
        case (.query, "SubmissionMethods"): self = .submissionMethods
        case (.query, _), (.command, _), (.registration, _): self = .notImplemented
        }
    }

    var code: ReturnCode {
        if case .notImplemented = self { .notImplemented } else { .success }
    }

    /// Whether the schema has a type of its own for the answer, which then says it.
    var isTyped: Bool {
        switch self {
        case .knownMessages, .knownDevices, .submissionMethods: true
        case .taken, .notImplemented: false
        }
    }
}
