import AdapterAPI
import Logging
import Synchronization
import TestServers

@testable import HotFolder

/// Runs hot folders the way a host does.
enum HotFolderRun {
    /// Takes what is there and returns; a crash is no fault of the test.
    static func once(
        _ adapter: LineAdapter, _ sink: RecordingSink, logger: Logger = .silent, world: World = World()
    ) async throws {
        let folder = HotFolder(adapter.settings) { _ in try sink.step() }
        let context = world.context(sink, once: true, logger: logger)
        let task = Task(executorPreference: ThreadExecutor()) { try await folder.run(context, adapter: adapter) }
        do { try await task.value } catch is RecordingSink.Crash {}
    }

    /// Runs until `isDone`, then cancels and waits for the end.
    static func live(
        _ adapter: LineAdapter, _ sink: RecordingSink, logger: Logger = .silent, world: World = World(),
        until isDone: () throws -> Bool
    ) async throws {
        let context = world.context(sink, once: false, logger: logger)
        let task = Task(executorPreference: ThreadExecutor()) { try await adapter.run(context) }
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end, try !isDone() { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        do { try await task.value } catch is CancellationError {}
    }
}

/// The time of day as a test sets it, and what the source said about itself.
final class World: Sendable {
    private let offset = Mutex<Int64>(0)
    private let reports = Mutex<[SourceReport]>([])
    private let steps = Mutex<[SourceActivity]>([])

    /// Moves the time of day on.
    func advance(_ seconds: Int64) { offset.withLock { $0 += seconds } }

    var report: SourceReport? { reports.withLock { $0.last } }

    var activities: [SourceActivity] { steps.withLock { $0 } }

    func context(_ sink: RecordingSink, once: Bool, logger: Logger) -> AdapterContext {
        let clock = AdapterClock(
            now: {
                let (seconds, nanoseconds) = AdapterClock.system.now()
                return (seconds + self.offset.withLock { $0 }, nanoseconds)
            }, sleep: AdapterClock.system.sleep)
        return AdapterContext(
            sourceID: "test", checkpoint: sink.checkpoint, sink: sink, clock: clock, logger: logger,
            stopsWhenIdle: once, report: { report in self.reports.withLock { $0.append(report) } },
            activity: { activity in self.steps.withLock { $0.append(activity) } })
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// Keeps warnings, or from another level on.
struct RecordingLog: LogHandler {
    final class Lines: Sendable {
        let all = Mutex<[String]>([])
        var warnings: [String] { all.withLock { $0 } }
    }

    let lines: Lines
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.warning

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        lines.all.withLock { $0.append("\(event.message)") }
    }

    static func logger(_ lines: Lines, _ level: Logger.Level = .warning) -> Logger {
        Logger(label: "test") { _ in RecordingLog(lines: lines, logLevel: level) }
    }
}
