import AdapterAPI
import Logging

/// Sends the presses' events when they are due, all that are due in one batch.
final class SyntheticRun {
    private let options: SyntheticOptions
    private let context: AdapterContext
    private var state: SyntheticState
    private var presses: [PressStream] = []
    private var queue = DueQueue()
    private var batch = RecordBatch()
    private let identities: [SyntheticKind: ContentHash]

    /// However fast the simulation runs, it wakes no more often.
    private static let shortestSleep: Int64 = 10_000_000
    /// How long it sleeps when there is nothing left to do.
    private static let restTime = Duration.seconds(3_600)

    init(_ options: SyntheticOptions, _ context: AdapterContext) {
        self.options = options
        self.context = context
        identities = Dictionary(
            uniqueKeysWithValues: SyntheticKind.allCases.map { kind in
                (kind, ContentHash(of: "synthetic \(kind.rawValue)").mixed(with: options.seed))
            })
        let stored = context.checkpoint.flatMap(SyntheticState.init)
        if context.checkpoint != nil, stored?.seed != options.seed {
            context.logger.notice("the stored checkpoint belongs to another seed or another adapter; starting anew")
        }
        let now = Self.nanoseconds(context.clock)
        state = stored.flatMap { $0.seed == options.seed ? $0 : nil } ?? SyntheticState(options, now: now)
        restore(now: now)
    }

    /// Brings every press to where it was; presses that are new join at the time that the others have reached.
    private func restore(now: Int64) {
        let sendsPresses = options.kinds.contains(.status) || options.kinds.contains(.ink)
        var reached: Int64 = 0
        if sendsPresses {
            for index in 0..<min(options.presses, state.made.count) {
                let stream = PressStream(options, number: index + 1, made: state.made[index])
                if state.made[index] > 0 { reached = max(reached, stream.next.time) }
                presses.append(stream)
            }
            while presses.count < options.presses {
                var stream = PressStream(options, number: presses.count + 1, made: 0)
                while stream.next.time < reached { stream.advance() }
                presses.append(stream)
            }
            state.made = presses.map(\.next.ordinal)
        }
        state.adopt(options, simulated: reached, now: now)
        for (index, stream) in presses.enumerated() {
            queue.insert(DueQueue.Entry(due: state.due(simulated: stream.next.time), stream: index))
        }
        if options.kinds.contains(.referenceClientTest) {
            queue.insert(DueQueue.Entry(due: state.nextReference, stream: Self.referenceStream))
        }
    }

    /// Beyond any press.
    private static let referenceStream = Int.max

    func run() async throws {
        while !isFinished, let next = queue.first {
            try Task.checkCancellation()
            let now = Self.nanoseconds(context.clock)
            if next.due <= now {
                fill(now: now)
                try await context.sink.send(batch, checkpoint: state.checkpoint)
                batch.removeAll()
            } else if context.stopsWhenIdle, options.limit == 0 {
                break
            } else {
                try await context.clock.sleep(.nanoseconds(max(next.due - now, Self.shortestSleep)))
            }
        }
        try await context.sink.flush()
        // A source ends only when it is stopped; one that has made all its events rests.
        while !context.stopsWhenIdle { try await context.clock.sleep(Self.restTime) }
    }

    private var isFinished: Bool { options.limit > 0 && state.emitted >= options.limit }

    private func fill(now: Int64) {
        while !isFinished, !batch.isFull, let next = queue.first, next.due <= now {
            if next.stream == Self.referenceStream {
                appendReference(at: next.due)
                state.references += 1
                queue.replaceFirst(due: state.nextReference)
            } else {
                append(presses[next.stream].next, press: next.stream + 1)
                presses[next.stream].advance()
                state.made[next.stream] = presses[next.stream].next.ordinal
                queue.replaceFirst(due: state.due(simulated: presses[next.stream].next.time))
            }
            state.emitted += 1
        }
    }

    private func append(_ event: SyntheticEvent, press: Int) {
        let asset = "press-\(press)"
        let start = state.start
        batch.append(
            event.kind.recordKind, assetKey: asset, time: Timestamp(simulated: event.time, start: start),
            identity: identity(event.kind, stream: press, ordinal: event.ordinal), origin: Record.Origin(line: 0)
        ) { writer in
            switch event.content {
            case .status(let status): SyntheticPayload.write(status, start: start, to: &writer)
            case .ink(let ink): SyntheticPayload.write(ink, device: asset, to: &writer)
            }
        }
    }

    private func appendReference(at due: Int64) {
        let counter = state.references
        batch.append(
            SyntheticKind.referenceClientTest.recordKind, assetKey: "press-1",
            time: Timestamp(nanosecondsSince1970: due),
            identity: identity(.referenceClientTest, stream: 0, ordinal: counter), origin: Record.Origin(line: 0)
        ) { writer in
            SyntheticPayload.write(counter: counter, to: &writer)
        }
    }

    private func identity(_ kind: SyntheticKind, stream: Int, ordinal: Int) -> ContentHash {
        let base = identities[kind] ?? ContentHash(of: kind.rawValue)
        return base.mixed(with: UInt64(stream)).mixed(with: UInt64(ordinal))
    }

    private static func nanoseconds(_ clock: AdapterClock) -> Int64 {
        let now = clock.now()
        return now.seconds * 1_000_000_000 + Int64(now.nanoseconds)
    }
}
