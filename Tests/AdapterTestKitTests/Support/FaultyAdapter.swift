import AdapterAPI
import Foundation
import Synchronization

/// Sends the lines of the files in a folder, and breaks the promise that its option `fault` names.
struct FaultyAdapter: DocumentAdapter {
    static let kind = "faulty"

    enum Fault: String, CaseIterable, Sendable {
        case none, randomIDs, swallowsErrors, wrapsErrors, checkpointAhead, idsByRun, floods, deaf, sendsLate,
            sharesState
        case ignoresSkip, fails
    }

    private let folder: String
    private let fault: Fault
    private static let shared = Mutex(0)

    /// How long the deaf one is deaf.
    static let deafness = Duration.milliseconds(600)

    struct Wrapped: Error {}

    init(_ configuration: inout ConfigurationReader) {
        folder = configuration.path("folder", help: "where the files lie")
        fault = configuration.choice("fault", default: Fault.none, help: "what is wrong with the adapter")
    }

    static func recognises(name: String, head: [UInt8]) -> Bool { false }

    func run(_ context: AdapterContext) async throws {
        if fault == .fails { throw Wrapped() }
        let taken = Int(context.checkpoint?.text ?? "") ?? 0
        if fault == .sharesState { Self.shared.withLock { $0 = 0 } }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let lines = try names.flatMap { name in
            try String(contentsOfFile: folder + "/" + name, encoding: .utf8).split(separator: "\n").map(String.init)
        }
        if fault == .floods {
            try await withThrowingTaskGroup { group in
                for (index, line) in lines.enumerated() {
                    let batch = batch(line, number: index + 1)
                    group.addTask { try await context.sink.send(batch, checkpoint: nil) }
                }
                try await group.waitForAll()
            }
        } else {
            for (index, line) in lines.enumerated().dropFirst(fault == .idsByRun ? 0 : taken) {
                try await send(line, index, taken, context)
            }
        }
        try await context.sink.flush()
        while !context.stopsWhenIdle {
            if fault == .deaf {
                let end = ContinuousClock.now + Self.deafness
                while ContinuousClock.now < end { usleep(10_000) }
                return
            }
            try await Task.sleep(for: .seconds(60))
        }
    }

    private func send(_ line: String, _ index: Int, _ taken: Int, _ context: AdapterContext) async throws {
        var number = index + 1
        if fault == .idsByRun, taken > 0 { number += 1 }
        if fault == .sharesState {
            await Task.yield()
            number = Self.shared.withLock { shared in
                shared += 1
                return shared
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        let batch = batch(line, number: number)
        let checkpoint = Checkpoint("\(index + (fault == .checkpointAhead ? 2 : 1))")
        do {
            try await context.sink.send(batch, checkpoint: checkpoint)
        } catch {
            switch fault {
            case .swallowsErrors: return
            case .wrapsErrors: throw Wrapped()
            case .sendsLate:
                Task {
                    try await Task.sleep(for: .milliseconds(1))
                    try await context.sink.flush()
                }
            default: break
            }
            throw error
        }
    }

    func read(_ document: Document, to sink: any DocumentSink) async throws {
        var lines = DocumentLines(document, longest: 1_000)
        var records = 0
        while let line = try lines.next() {
            records += 1
            if records <= sink.recordsToSkip, fault != .ignoresSkip { continue }
            try await sink.send(batch(line.text ?? "", number: records), recordsTaken: records)
        }
    }

    private func batch(_ line: String, number: Int) -> RecordBatch {
        var batch = RecordBatch(document: "lines")
        let identity = fault == .randomIDs ? UInt64.random(in: 0...UInt64.max) : UInt64(number)
        batch.append(
            RecordKind(eventType: "faulty.line", eventSubtype: "Line"), assetKey: nil,
            time: Timestamp(secondsSince1970: 0), identity: ContentHash(of: "faulty").mixed(with: identity),
            origin: Record.Origin(line: number)
        ) { writer in
            writer.object { $0.field("text", line) }
        }
        return batch
    }
}
