import ArgumentParser
import IoTTransport
import Logging
import Pipeline

/// Has something done with dead letters: by the host that runs on the state folder, or here while none does.
struct DeadLetterAsking: ParsableArguments {
    @Flag(help: "Print one JSON object: what became of how many, and of each.")
    var json = false

    @Option(
        help: ArgumentHelp("How long to wait for a running host's answer.", valueName: "seconds"))
    var wait = 10

    /// Between two looks for an answer.
    private static let pause = Duration.milliseconds(100)

    func perform(_ request: DeadLetterRequest, _ options: ConfigurationOptions) async throws {
        let loaded = try options.load()
        let answer: DeadLetterAnswer?
        do {
            guard let visitor = try SpoolVisitor(path: loaded.host.spoolPath) else {
                Terminal.complain("there are none: no host has run on \(loaded.host.state)")
                return
            }
            var lock: StateLock?
            do throws(StateLock.Fault) {
                lock = try StateLock(folder: loaded.host.state)
            } catch {
                guard error.isHeld else { throw error }
            }
            answer =
                lock == nil
                ? try await beside(request, visitor) : try await here(request, loaded, visitor)
            withExtendedLifetime(lock) {}
        } catch let error as any CustomStringConvertible & Error {
            Terminal.complain(error.description)
            throw HostExit.failure.code
        }
        guard let answer else {
            Terminal.complain(
                "the host has not answered within \(wait) s. It goes on with it when it can, also after a restart; "
                    + "dead-letters ls shows what is left")
            throw HostExit.failure.code
        }
        say(answer)
        if !answer.isComplete { throw HostExit.failure.code }
    }

    /// No host runs, so this process is the one for a moment.
    private func here(
        _ request: DeadLetterRequest, _ loaded: ConfigurationLoader.Loaded, _ visitor: SpoolVisitor
    ) async throws -> DeadLetterAnswer {
        visitor.close()
        let logger = HostLog.standard(loaded.host.log, level: .warning).logger
        let spool = Spool(loaded.host.spoolSettings, logger: logger)
        try spool.open()
        defer { spool.close() }
        let filter = LiveFilter(loaded.host.filter, shadowState: loaded.host.shadowStatePath)
        let sinks = loaded.sinks(spool: spool, filter: filter)
        return try await DeadLetterDesk(spool: spool, sinks: sinks).perform(request)
    }

    private func beside(_ request: DeadLetterRequest, _ visitor: SpoolVisitor) async throws -> DeadLetterAnswer? {
        let id = try visitor.leave(kind: DeadLetterRequest.kind, argument: request.json)
        let end = ContinuousClock.now + .seconds(wait)
        while ContinuousClock.now < end {
            if let text = try visitor.answer(to: id) { return DeadLetterAnswer(json: text) ?? DeadLetterAnswer() }
            try await Task.sleep(for: Self.pause)
        }
        return nil
    }

    private func say(_ answer: DeadLetterAnswer) {
        if json { return Terminal.say(answer.json) }
        for letter in answer.letters where letter.became == .kept || letter.became == .missing {
            Terminal.complain(
                "\(letter.id) \(letter.became == .kept ? "stays" : "is not there")\(letter.reason.map { ": \($0)" } ?? "")"
            )
        }
        let words = DeadLetterAnswer.Outcome.allCases.compactMap { outcome -> String? in
            let count = answer.count(outcome)
            return count == 0 ? nil : "\(count) \(outcome.words)"
        }
        Terminal.say(words.isEmpty ? "none were meant" : words.joined(separator: ", "))
    }
}

extension DeadLetterAnswer.Outcome {
    fileprivate var words: String {
        switch self {
        case .queued: "queued"
        case .duplicate: "had been queued before"
        case .dropped: "dropped"
        case .kept: "kept"
        case .missing: "not there"
        }
    }
}
