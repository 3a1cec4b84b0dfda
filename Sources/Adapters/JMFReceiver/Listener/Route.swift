import AdapterAPI
import Logging
import Synchronization

/// A source as its listener sees it.
final class Route: Sendable {
    let options: ReceiverOptions
    let sourceID: String
    let intake: Intake
    let clock: AdapterClock
    let refusals: RefusalLog
    private let answers = Mutex(0)
    private let answerPrefix: String

    /// - Parameter run: a number that no other run of the source has, for the ids of answers.
    init(
        options: ReceiverOptions, sourceID: String, intake: Intake, clock: AdapterClock, logger: Logger,
        run: UInt64 = .random(in: 0...UInt64.max)
    ) {
        answerPrefix = "r" + String(run, radix: 36)
        self.options = options
        self.sourceID = sourceID
        self.intake = intake
        self.clock = clock
        refusals = RefusalLog(logger)
    }

    /// What the ids of an answer begin with: unique, and an XML name.
    func nextAnswerID() -> String {
        let number = answers.withLock { number in
            number += 1
            return number
        }
        return "\(answerPrefix)_\(number)"
    }
}
