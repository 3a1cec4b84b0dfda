import AdapterAPI
import Logging
import Synchronization

@testable import HotFolder

/// Runs hot folders the way a host does.
enum HotFolderRun {
    static func context(_ sink: RecordingSink, once: Bool, logger: Logger = .silent) -> AdapterContext {
        AdapterContext(
            sourceID: "test", checkpoint: sink.checkpoint, sink: sink, logger: logger, stopsWhenIdle: once)
    }

    /// Takes what is there and returns; a crash is no fault of the test.
    static func once(
        _ adapter: LineAdapter, _ sink: RecordingSink, logger: Logger = .silent
    ) async throws {
        let folder = HotFolder(adapter.settings) { _ in try sink.step() }
        let context = context(sink, once: true, logger: logger)
        let task = Task(executorPreference: ThreadExecutor()) { try await folder.run(context, adapter: adapter) }
        do { try await task.value } catch is RecordingSink.Crash {}
    }

    /// Runs until `isDone`, then cancels and waits for the end.
    static func live(
        _ adapter: LineAdapter, _ sink: RecordingSink, logger: Logger = .silent, until isDone: () throws -> Bool
    ) async throws {
        let context = context(sink, once: false, logger: logger)
        let task = Task(executorPreference: ThreadExecutor()) { try await adapter.run(context) }
        for _ in 0..<1_000 where try !isDone() { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        do { try await task.value } catch is CancellationError {}
    }
}

extension Logger {
    static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

/// Keeps warnings.
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

    static func logger(_ lines: Lines) -> Logger {
        Logger(label: "test") { _ in RecordingLog(lines: lines) }
    }
}
