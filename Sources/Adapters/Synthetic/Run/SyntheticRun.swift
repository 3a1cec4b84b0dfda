import AdapterAPI
import Logging

/// Sends what the presses make when it is due, all that is due in one round.
final class SyntheticRun {
    private let options: SyntheticOptions
    private let context: AdapterContext
    private let output: any SyntheticOutput
    private var state: SyntheticState
    /// Whether it goes on from a checkpoint.
    private let isContinued: Bool
    private var presses: [PressStream] = []
    private var queue = DueQueue()

    /// However fast the simulation runs, it wakes no more often.
    private static let shortestSleep: Int64 = 10_000_000
    /// It also wakes when nothing is due for long.
    private static let longestSleep: Int64 = 3_600_000_000_000
    /// How long it sleeps when there is nothing left to do.
    private static let restTime = Duration.seconds(3_600)
    /// Beyond any press.
    private static let referenceStream = Int.max

    init(_ options: SyntheticOptions, _ context: AdapterContext) {
        self.options = options
        self.context = context
        let now = Self.nanoseconds(context.clock)
        let stored = context.checkpoint.flatMap(SyntheticState.init).flatMap { $0.fits(options) ? $0 : nil }
        isContinued = stored != nil
        if context.checkpoint != nil, !isContinued {
            context.logger.notice("the stored checkpoint belongs to another simulation; starting anew")
        }
        state = stored ?? SyntheticState(options, now: now)
        let times = SimulatedTime(start: state.start, zone: options.zone)
        output = Self.output(options, times, context, repeatedUntil: isContinued ? now : .min)
        takeUp(now: now)
    }

    private static func output(
        _ options: SyntheticOptions, _ times: SimulatedTime, _ context: AdapterContext, repeatedUntil: Int64
    ) -> any SyntheticOutput {
        func documents(_ format: DocumentFormat, _ target: any DocumentOutput.Target) -> any SyntheticOutput {
            DocumentOutput(
                DocumentWriter(format: format, plan: options.plan, times: times), to: target, context)
        }
        return switch options.destination {
        case .events: EventOutput(options.plan, times, context)
        case .folder(let path, let format, let mostWaiting):
            documents(
                format,
                DocumentFolder(
                    path, mostWaiting: mostWaiting, clock: context.clock, repeatedUntil: repeatedUntil))
        case .address(let address, let timeout):
            documents(.jmf, DocumentPoster(address, timeout: timeout, context))
        }
    }

    /// Brings every press to where it was; presses that are new join at the time that the others have reached.
    private func takeUp(now: Int64) {
        var reached: Int64 = 0
        if !options.kinds.isSubset(of: [.referenceClientTest]) {
            for (index, position) in state.positions.prefix(options.presses).enumerated() {
                let stream = PressStream(options, number: index + 1, at: position)
                reached = max(reached, position.snapshot.time, stream.due == .max ? 0 : stream.due)
                presses.append(stream)
            }
            while presses.count < options.presses {
                let number = presses.count + 1
                let snapshot = PressSnapshot(options.plan, number: number, time: reached)
                presses.append(
                    PressStream(options, number: number, at: PressPosition(snapshot: snapshot, ordinal: 0)))
            }
            state.positions = presses.map(\.position)
        }
        state.adopt(options, simulated: reached, now: now)
        for (index, stream) in presses.enumerated() {
            queue.insert(DueQueue.Entry(due: state.due(simulated: stream.due), stream: index))
        }
        if options.kinds.contains(.referenceClientTest) {
            queue.insert(DueQueue.Entry(due: dueReference, stream: Self.referenceStream))
        }
    }

    func run() async throws {
        if options.destination.format != nil, !isContinued {
            // Documents go out before what covers them: a start that is cut short must find the same beginning again.
            try await context.sink.send(RecordBatch(), checkpoint: state.checkpoint)
            try await context.sink.flush()
        }
        while !isFinished, let next = queue.first, next.due < .max {
            try Task.checkCancellation()
            let now = Self.nanoseconds(context.clock)
            if next.due <= now {
                fill(now: now)
                try await output.deliver(&state)
            } else if context.stopsWhenIdle, options.limit == 0, options.duration == nil {
                break
            } else {
                let pause = min(max(next.due - now, Self.shortestSleep), Self.longestSleep)
                try await context.clock.sleep(.nanoseconds(pause))
            }
        }
        try await context.sink.flush()
        // A source ends only when it is stopped; one that has made all its events rests.
        while !context.stopsWhenIdle { try await context.clock.sleep(Self.restTime) }
    }

    private var isFinished: Bool { options.limit > 0 && state.emitted >= options.limit }

    private func fill(now: Int64) {
        while !isFinished, !output.isFull, let next = queue.first, next.due <= now {
            if next.stream == Self.referenceStream {
                output.addReference(state.references, due: next.due)
                state.references += 1
                state.emitted += 1
                queue.replaceFirst(due: dueReference)
                continue
            }
            let press = next.stream
            state.emitted += presses[press].next.count
            output.add(
                presses[press].next, press: press + 1, ordinal: presses[press].position.ordinal, due: next.due)
            presses[press].advance()
            state.positions[press] = presses[press].position
            queue.replaceFirst(due: state.due(simulated: presses[press].due))
        }
    }

    /// Reference events end with the simulated time, too.
    private var dueReference: Int64 {
        let due = state.nextReference
        return due > state.due(simulated: options.duration ?? .max) ? .max : due
    }

    private static func nanoseconds(_ clock: AdapterClock) -> Int64 {
        let now = clock.now()
        return now.seconds * 1_000_000_000 + Int64(now.nanoseconds)
    }
}
