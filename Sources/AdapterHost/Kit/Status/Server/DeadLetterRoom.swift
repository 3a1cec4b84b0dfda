import IoTTransport

/// Dead letters for the status page: the same as the commands do, through the spool and the request desk.
struct DeadLetterRoom: Sendable {
    let spoolPath: String

    /// Letters of a list.
    static let page = 100
    /// How long an answer is waited for.
    static let patience = Duration.seconds(10)

    private struct List: Encodable {
        struct Letter: Encodable {
            var id: Int64
            var at: Int64
            var press: String
            var code: String
            var reason: String
            var origin: String
            var tries: Int
            var size: Int
        }
        var letters: [Letter]
        var next: Int64?
    }

    /// A page of them, as JSON, without their bytes.
    func list(source: String?, code: String?, after: Int64) async throws -> String {
        let path = spoolPath
        return try await Blocking.run("dead-letters") {
            guard let visitor = try SpoolVisitor(path: path) else { return JSONLine.of(List(letters: [])) }
            defer { visitor.close() }
            let page = try visitor.deadLetters(
                DeadLetterQuery(
                    DeadLetterSelection(source: source, code: code), after: after, limit: Self.page, withBytes: false))
            return JSONLine.of(
                List(
                    letters: page.letters.map {
                        .init(
                            id: $0.id, at: $0.at, press: $0.source, code: $0.code, reason: $0.reason,
                            origin: $0.origin, tries: $0.attempts, size: $0.size)
                    }, next: page.next))
        }
    }

    /// Has it done by the host, as a command would; the answer as JSON, nil when it does not come in time.
    func perform(_ wanted: DeadLetterRequest) async throws -> String? {
        let path = spoolPath
        return try await Blocking.run("dead-letters") {
            guard let visitor = try SpoolVisitor(path: path) else { return nil }
            defer { visitor.close() }
            let id = try visitor.leave(kind: DeadLetterRequest.kind, argument: wanted.json)
            let end = ContinuousClock.now + Self.patience
            while ContinuousClock.now < end {
                if let answer = try visitor.answer(to: id) { return answer }
                Terminal.pause(milliseconds: 100)
            }
            return nil
        }
    }
}
