import AdapterAPI
import Glibc
import Synchronization

/// A source whose thread hangs in a system call that no cancellation ends, as on a dead network drive: a read from a pipe
/// that nobody writes to.
struct HangingAdapter: SourceAdapter {
    static let kind = "hanging"

    /// The pipes' ends for writing: what is written to one lets its source go on.
    static let pipes = Mutex<[String: Int32]>([:])

    init(_ configuration: inout ConfigurationReader) {}

    func run(_ context: AdapterContext) async throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw FileFault(path: "pipe", action: "make", code: errno) }
        Self.pipes.withLock { $0[context.sourceID] = ends[1] }
        context.activity(.working(on: "/mnt/dead/feed.xml"))
        var byte: UInt8 = 0
        _ = read(ends[0], &byte, 1)
        close(ends[0])
        context.activity(.advanced)
        context.activity(.idle)
        try await Task.sleep(for: .seconds(3_600))
    }

    /// Ends the hanging.
    static func release(_ source: String) {
        guard let end = pipes.withLock({ $0.removeValue(forKey: source) }) else { return }
        var byte: UInt8 = 1
        _ = write(end, &byte, 1)
        close(end)
    }
}

/// A source that sends a record every few milliseconds, and flushes each.
struct TickingAdapter: SourceAdapter {
    static let kind = "ticking"

    init(_ configuration: inout ConfigurationReader) {}

    func run(_ context: AdapterContext) async throws {
        var number = Int(context.checkpoint?.text ?? "") ?? 0
        while true {
            number += 1
            var batch = RecordBatch()
            batch.append(
                RecordKind(eventType: "tick", eventSubtype: "Tick"), assetKey: "m",
                time: Timestamp(secondsSince1970: 0), identity: ContentHash(of: "\(number)"),
                origin: .init(line: number)
            ) { writer in writer.object { $0.field("n", number) } }
            try await context.sink.send(batch, checkpoint: Checkpoint("\(number)"))
            try await context.sink.flush()
            try await context.clock.sleep(.milliseconds(5))
        }
    }
}

/// A source that fails whenever it is started.
struct FailingAdapter: SourceAdapter {
    static let kind = "failing"

    init(_ configuration: inout ConfigurationReader) {}

    func run(_ context: AdapterContext) async throws {
        throw FileFault(path: "/mnt/none", action: "open", text: "no such drive")
    }
}
