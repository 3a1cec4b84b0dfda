import Synchronization

/// The engine for those that it knows itself: weak, so that nothing is held for ever.
final class LateEngine: Sendable {
    private struct Reference {
        weak var engine: PlatformEngine?
    }

    private let reference = Mutex(Reference())

    func set(_ engine: PlatformEngine) { reference.withLock { $0.engine = engine } }

    func ask<Answer: Sendable>(
        _ otherwise: Answer, _ question: (inout PlatformCore, Moment) -> Answer
    ) -> Answer {
        reference.withLock { $0.engine }?.perform(question) ?? otherwise
    }
}
