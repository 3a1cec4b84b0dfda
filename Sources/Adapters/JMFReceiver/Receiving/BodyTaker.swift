import AdapterAPI
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import PrintDocuments

/// The sender went away in the middle of a body: there is nobody to answer, and nothing to keep.
struct BodyCutOff: Error {}

/// Takes one body: reads it within the limits, hands it to the source's thread, and waits for its outcome.
struct BodyTaker {
    let route: Route
    let sender: String
    let contentType: String?
    /// Content-Length, when there is one.
    let length: Int?

    /// How long a body may wait and be worked on: most senders want their answer within a second. Larger ones get more,
    /// or they would never succeed.
    static func patience(forBytes bytes: Int) -> TimeAmount {
        .milliseconds(900 + Int64(bytes) * 1000 / (4 << 20))
    }

    /// Bytes kept of a body that is too large, to recognise it by.
    private static let keptOfTooLarge = 4096
    private static let tooLargeRetry = 300

    /// The answer, and whether the body was read to its end.
    /// - Throws: when there is nobody to answer.
    func take(_ body: RequestBody, _ eventLoop: any EventLoop) async throws -> (HTTPAnswer, isRead: Bool) {
        if let length, length > route.options.maxBodySize { return (await refuseTooLarge([], eventLoop), false) }
        let reservation = Reservation(route.intake.budget)
        var bytes: [UInt8] = []
        do {
            for try await piece in body {
                if bytes.count + piece.readableBytes > route.options.maxBodySize {
                    return (await refuseTooLarge(bytes, eventLoop), false)
                }
                guard reservation.grow(by: piece.readableBytes) else {
                    route.refusals.warn("\(sender) was told to wait: too many bodies at once (maxBodiesInFlight)")
                    return (.unavailable("adapter-host: too many bodies at once"), false)
                }
                bytes.append(contentsOf: piece.readableBytesView)
            }
        } catch is SlowBody {
            route.refusals.warn("\(sender) took longer than bodyTimeout to send a body")
            return (HTTPAnswer(.requestTimeout, "adapter-host: the body took too long"), false)
        } catch HTTPParserError.invalidEOFState {
            throw BodyCutOff()
        }
        if let length, length != bytes.count { throw BodyCutOff() }
        let submission = Submission(
            body: bytes, contentType: contentType, name: name, received: now, reservation: reservation)
        bytes = []
        return (answer(to: await outcome(of: submission, eventLoop), of: submission), true)
    }

    private var name: String { "\(sender) POST \(route.options.path)" }

    private var now: Timestamp {
        let (seconds, nanoseconds) = route.clock.now()
        return Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
    }

    private func outcome(of submission: Submission, _ eventLoop: any EventLoop) async -> Outcome {
        let timer = eventLoop.scheduleTask(in: Self.patience(forBytes: submission.body.count)) {
            submission.settle(.unavailable("it takes too long: the host is busy, or its disk or spool is full"))
        }
        defer { timer.cancel() }
        route.intake.submit(submission)
        return await submission.outcome()
    }

    private func answer(to outcome: Outcome, of submission: Submission) -> HTTPAnswer {
        switch outcome {
        case .taken(let messages, let root):
            guard root != nil else { return HTTPAnswer(.ok, "adapter-host: taken") }
            var document = document(root)
            for message in messages { document.append(message) }
            return HTTPAnswer(.ok, document: document.finish(), contentType: document.contentType)
        case .refused(let fault, let root):
            route.refusals.warn("refused a body: \(name):\(fault); it is kept as a dead letter")
            var document = document(root)
            document.appendRefusal("\(fault)")
            return HTTPAnswer(.badRequest, document: document.finish(), contentType: document.contentType)
        case .unavailable(let words):
            route.refusals.warn("\(sender) was told to try again: \(words)")
            return .unavailable("adapter-host: \(words)")
        }
    }

    private func document(_ root: PrintMessage.Root?) -> AnswerDocument {
        AnswerDocument(
            root: root, isXJMF: MediaTypes.isXJMF(contentType), senderID: route.options.senderID, time: now.text,
            id: route.nextAnswerID())
    }

    /// Never a 4xx: the sender would delete the message. It keeps it until somebody has raised the limit.
    private func refuseTooLarge(_ beginning: [UInt8], _ eventLoop: any EventLoop) async -> HTTPAnswer {
        let words = "the body is larger than \(route.options.maxBodySize) bytes (maxBodySize)"
        route.refusals.warn("\(sender) was told to keep a message: \(words); raise it, or take the message away")
        if route.refusals.notes(sender) {
            let note = Submission(
                purpose: .note(words), body: Array(beginning.prefix(Self.keptOfTooLarge)), contentType: contentType,
                name: name, received: now, reservation: Reservation(route.intake.budget))
            _ = await outcome(of: note, eventLoop)
        }
        return .unavailable("adapter-host: \(words)", retryAfter: Self.tooLargeRetry)
    }
}
