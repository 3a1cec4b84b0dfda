import PrintDocuments

/// The JMF or XJMF document that answers a body: one Response for each message, in the sender's namespace and version.
struct AnswerDocument {
    private let isXJMF: Bool
    private let senderID: String
    private let time: String
    private let id: String
    private var count = 0
    private var xml = XMLText()

    /// Bytes of a namespace or version that are repeated to their sender; longer ones are not.
    private static let longestEcho = 256
    private static let instance = "http://www.w3.org/2001/XMLSchema-instance"

    /// - Parameters:
    ///   - root: what the sender's root said; nil when it is not known: then the document is what `isXJMF` says.
    ///   - id: unique text that begins with a letter; the ids in the document are made of it.
    init(root: PrintMessage.Root?, isXJMF: Bool, senderID: String, time: String, id: String) {
        self.isXJMF = root?.isXJMF ?? isXJMF
        self.senderID = senderID
        self.time = time
        self.id = id
        let standard = self.isXJMF ? "http://www.CIP4.org/JDFSchema_2_0" : "http://www.CIP4.org/JDFSchema_1_1"
        let namespace = root == nil ? standard : root?.namespace.flatMap(Self.short)
        let version = root?.version.flatMap(Self.short)
        if self.isXJMF {
            xml.start("XJMF", [("xmlns", namespace), ("Version", version)])
            header(refID: nil)
        } else {
            xml.start(
                "JMF",
                [
                    ("xmlns", namespace), ("xmlns:xsi", Self.instance), ("AgentName", "adapter-host"),
                    ("SenderID", senderID), ("TimeStamp", time), ("Version", version ?? "1.5"),
                ])
        }
    }

    /// The media type that goes with the document.
    var contentType: String { isXJMF ? "application/vnd.cip4-xjmf+xml" : "application/vnd.cip4-jmf+xml" }

    /// Answers one message.
    mutating func append(_ message: PrintMessage) {
        let answer = MessageAnswer(message)
        start(type: message.type, refID: message.id, code: answer.code, isTyped: answer.isTyped)
        switch answer {
        case .knownMessages: services()
        case .knownDevices where !isXJMF: xml.empty("DeviceList")
        case .submissionMethods where !isXJMF: xml.empty("SubmissionMethods")
        case .knownDevices, .submissionMethods, .taken: break
        case .notImplemented:
            notification("\(message.type.isEmpty ? "a message of this kind" : message.type) is not implemented here")
        }
        xml.end()
    }

    /// Says why the body was refused.
    mutating func appendRefusal(_ words: String) {
        start(type: "Notification", refID: nil, code: .malformed, isTyped: false)
        notification(words)
        xml.end()
    }

    /// The whole document.
    mutating func finish() -> [UInt8] {
        xml.end()
        return Array(xml.text.utf8)
    }

    private mutating func start(type: String, refID: String?, code: ReturnCode, isTyped: Bool) {
        let type = Self.isName(type) ? type : "Notification"
        if isXJMF {
            xml.start("Response" + type, [("ReturnCode", "\(code.rawValue)")])
            header(refID: refID)
        } else {
            xml.start(
                "Response",
                [
                    ("ID", nextID()), ("refID", refID), ("Type", type), ("ReturnCode", "\(code.rawValue)"),
                    ("xsi:type", isTyped ? "Response" + type : nil),
                ])
        }
    }

    private mutating func header(refID: String?) {
        xml.empty("Header", [("DeviceID", senderID), ("ID", nextID()), ("Time", time), ("refID", refID)])
    }

    private mutating func notification(_ words: String) {
        let isAudit = !isXJMF
        xml.start(
            "Notification",
            [("Class", "Error"), ("TimeStamp", isAudit ? time : nil), ("Type", isAudit ? "Error" : nil)])
        xml.start("Comment")
        xml.content(words)
        xml.end()
        xml.end()
    }

    /// The messages that we take, and the queries that we answer.
    private mutating func services() {
        for type in MessageAnswer.queries {
            xml.empty(
                "MessageService",
                isXJMF
                    ? [("Type", "Query" + type), ("URLSchemes", "http")]
                    : [("JMFRole", "Receiver"), ("Query", "true"), ("Type", type), ("URLSchemes", "http")])
        }
        for type in ["Notification", "QueueStatus", "Resource", "Status"] {
            xml.empty(
                "MessageService",
                isXJMF
                    ? [("Type", "Signal" + type), ("URLSchemes", "http")]
                    : [("JMFRole", "Receiver"), ("Signal", "true"), ("Type", type), ("URLSchemes", "http")])
        }
    }

    private mutating func nextID() -> String {
        count += 1
        return "\(id)_\(count)"
    }

    private static func short(_ text: String) -> String? {
        text.utf8.count <= longestEcho ? text : nil
    }

    /// Whether a type can be a name and a part of one: ASCII letters, digits, `_`, `-` and `.`.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= longestEcho, first != UInt8(ascii: "-") else {
            return false
        }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "_-.".unicodeScalars.contains(scalar))
        }
    }
}
