import AdapterAPI
import Logging

/// Posts documents to a receiver, one after the other: each until it is answered.
final class DocumentPoster: DocumentOutput.Target {
    private let address: PostAddress
    private let timeout: Duration
    private let context: AdapterContext
    private var connection: PostConnection?
    private var verdict = PostVerdict()
    /// What was complained about last, so that a receiver that is down fills no log.
    private var complaint: String?

    init(_ address: PostAddress, timeout: Duration, _ context: AdapterContext) {
        self.address = address
        self.timeout = timeout
        self.context = context
    }

    var verb: String { "Posted" }

    func deliver(_ documents: [SyntheticDocument]) async throws -> Int {
        var refused = 0
        for document in documents {
            if document.isHalfFirst { try breakOff(document) }
            for _ in 0..<(document.isRepeated ? 2 : 1) {
                if try await !post(document) { refused += 1 }
            }
        }
        return refused
    }

    /// False when the receiver refused it for good.
    private func post(_ document: SyntheticDocument) async throws -> Bool {
        while true {
            let (answer, words) = try exchange(document)
            switch verdict.step(after: answer) {
            case .delivered:
                if complaint != nil { context.logger.notice("http://\(address.authority) takes documents again") }
                complaint = nil
                return true
            case .forgotten(let status):
                complain("answers \(status) to \(document.name), which is not sent again")
                return false
            case .again(let milliseconds):
                complain("\(words); documents wait and are sent again")
                try await context.clock.sleep(.milliseconds(milliseconds))
            }
        }
    }

    private func complain(_ words: String) {
        guard words != complaint else { return }
        complaint = words
        context.logger.warning("http://\(address.authority) \(words)")
    }

    /// One try: the answer if there is one, and what happened in words.
    private func exchange(_ document: SyntheticDocument) throws -> (AnswerHead?, String) {
        let deadline = ContinuousClock.now + timeout
        let isFresh = connection == nil
        do {
            let open = try connection ?? PostConnection(address, deadline: deadline)
            connection = open
            try open.send((head(document) + document.bytes)[...], deadline: deadline)
            let answer = try open.answer(deadline: deadline)
            if !answer.keepsConnection { connection = nil }
            return (answer, "answers \(answer.status)")
        } catch let fault as PostConnection.Fault {
            connection = nil
            // A connection that was kept may have been closed meanwhile: that says nothing about the receiver.
            return isFresh ? (nil, "does not answer: \(fault)") : try exchange(document)
        }
    }

    /// Sends half of a document and closes the connection, as a sender that dies.
    private func breakOff(_ document: SyntheticDocument) throws {
        let deadline = ContinuousClock.now + timeout
        do {
            let broken = try PostConnection(address, deadline: deadline)
            try broken.send(head(document)[...], deadline: deadline)
            try broken.send(document.bytes.prefix(document.bytes.count / 2), deadline: deadline)
        } catch is PostConnection.Fault {
            // A receiver that is not there sees no half either.
        }
    }

    private func head(_ document: SyntheticDocument) -> [UInt8] {
        Array(
            """
            POST \(address.target) HTTP/1.1\r
            Host: \(address.authority)\r
            Content-Type: application/vnd.cip4-jmf+xml\r
            Content-Length: \(document.bytes.count)\r
            \r

            """.utf8)
    }
}
