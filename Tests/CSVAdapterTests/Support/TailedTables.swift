import AdapterAPI
import Foundation
import HotFolder
import Logging
import TestServers
import Testing

@testable import CSVAdapter

/// A folder of growing tables, and runs of the adapter over it, each as a process that starts anew.
final class TailedTables {
    let path: String
    let sink = TailSink()
    private let options: [String: String]
    private var written = 0

    init(_ options: [String: String] = [:]) throws {
        path = FileManager.default.temporaryDirectory.path + "/tailed-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        self.options = options.merging(["mode": "tail", "folder": path, "settleTime": "10ms"]) { own, _ in own }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Starts, reads what is there and ends; a crash is no fault of the test.
    func run() async throws {
        let context = context(once: true)
        let adapter = try adapter()
        // On a thread of its own: it blocks while it reads.
        let task = Task(executorPreference: ThreadExecutor()) { try await adapter.run(context) }
        do { try await task.value } catch is TailSink.Crash {}
    }

    /// Runs until `isDone`, then stops.
    func follow(until isDone: () -> Bool) async throws {
        let context = context(once: false)
        let adapter = try adapter()
        let task = Task(executorPreference: ThreadExecutor()) { try await adapter.run(context) }
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end, !isDone() { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        do { try await task.value } catch is CancellationError {}
    }

    private func context(once: Bool) -> AdapterContext {
        AdapterContext(
            sourceID: "test", checkpoint: sink.checkpoint, sink: sink,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, stopsWhenIdle: once)
    }

    private func adapter() throws -> CSVAdapter {
        let report = ConfigurationReport()
        var reader = ReadTable.reader(options, [:], report)
        let adapter = try CSVAdapter(&reader)
        reader.finish()
        #expect(report.faults.isEmpty)
        return adapter
    }

    /// Appends to a file as a logger does.
    func append(_ name: String, _ text: String) throws {
        let file = path + "/" + name
        if !FileManager.default.fileExists(atPath: file) {
            _ = FileManager.default.createFile(atPath: file, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: file))
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
    }

    /// Appends rows that no other has, and gives their payloads.
    @discardableResult
    func appendRows(_ name: String, _ count: Int, header: String = "n,word\n") throws -> [String] {
        if !FileManager.default.fileExists(atPath: path + "/" + name) || size(name) == 0 { try append(name, header) }
        let numbers = written..<written + count
        written += count
        try append(name, numbers.map { "\($0),\(Self.word($0))\n" }.joined())
        return numbers.map(Self.payload)
    }

    /// Payloads of all rows so far.
    var all: [String] { (0..<written).map(Self.payload) }

    private static func word(_ number: Int) -> String { String(repeating: "x", count: number % 7 + 1) }

    private static func payload(_ number: Int) -> String {
        "{\"record\":{\"n\":\"\(number)\",\"word\":\"\(word(number))\"}}"
    }

    func size(_ name: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path + "/" + name))?[.size] as? Int) ?? 0
    }

    func rename(_ name: String, _ other: String) throws {
        guard Foundation.rename(path + "/" + name, path + "/" + other) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func copy(_ name: String, _ other: String) throws {
        try FileManager.default.copyItem(atPath: path + "/" + name, toPath: path + "/" + other)
    }

    func truncate(_ name: String) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path + "/" + name))
        try handle.truncate(atOffset: 0)
        try handle.close()
    }

    func text(_ name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }
}
