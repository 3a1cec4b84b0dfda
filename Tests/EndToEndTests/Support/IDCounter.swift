import Foundation
import Glibc
import Synchronization
import TestServers

/// Counts what a topic brings by the events' ids, and keeps nothing else: for runs of millions of events.
final class IDCounter: Sendable {
    /// The 36 characters of an id.
    private struct ID: Hashable {
        let a: UInt64
        let b: UInt64
        let c: UInt64
        let d: UInt64
        let e: UInt32

        init(_ bytes: UnsafeRawPointer) {
            a = bytes.loadUnaligned(as: UInt64.self)
            b = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            c = bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            d = bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
            e = bytes.loadUnaligned(fromByteOffset: 32, as: UInt32.self)
        }
    }

    private struct State {
        var isReady = false
        var total = 0
        var ids: Set<ID> = []
    }
    private let state = Mutex(State())
    private let process: Process

    /// A subscriber that gets what is published from here on: it has been seen to receive.
    static func listening(port: Int, topic: String) async throws -> IDCounter? {
        guard let program = TestBroker.subscriber, let publisher = TestBroker.publisher else { return nil }
        let counter = try IDCounter(program, port: port, topic: topic)
        let isListening = try await eventually {
            let probe = ["-h", "127.0.0.1", "-p", "\(port)", "-t", "ready", "-m", "ready"]
            try TestBroker.launch(publisher, probe, output: nil).waitUntilExit()
            return counter.state.withLock { $0.isReady }
        }
        return isListening ? counter : nil
    }

    private init(_ program: String, port: Int, topic: String) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["-h", "127.0.0.1", "-p", "\(port)", "-q", "1", "-t", topic, "-t", "ready"]
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading
        Thread.detachNewThread { [weak self] in
            var rest: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 256 * 1024)
            while true {
                let got = read(output.fileDescriptor, &piece, piece.count)
                guard got > 0, let self else { return }
                rest += piece.prefix(got)
                rest.removeFirst(self.take(rest))
            }
        }
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Events that came, and how many ids they had.
    var counts: (total: Int, distinct: Int) { state.withLock { ($0.total, $0.ids.count) } }

    private static let mark = Array("\"senderEventUuid\":\"".utf8)

    /// Takes the events in `bytes`, one a line; returns how many bytes whole lines had.
    private func take(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            var start = 0
            state.withLock { state in
                while let end = memchr(base + start, 0x0A, bytes.count - start) {
                    let length = UnsafeRawPointer(end) - (base + start)
                    if let id = Self.id(in: UnsafeRawBufferPointer(start: base + start, count: length)) {
                        state.total += 1
                        state.ids.insert(id)
                    } else if length == 5, memcmp(base + start, "ready", 5) == 0 {
                        state.isReady = true
                    }
                    start += length + 1
                }
            }
            return start
        }
    }

    /// The id of an event: behind the mark, which is one of the first of its keys.
    private static func id(in line: UnsafeRawBufferPointer) -> ID? {
        guard let base = line.baseAddress else { return nil }
        var at = 0
        while line.count - at > mark.count + 36, let quote = memchr(base + at, 0x22, line.count - at) {
            at = UnsafeRawPointer(quote) - base
            guard line.count - at >= mark.count + 36 else { return nil }
            if memcmp(base + at, mark, mark.count) == 0 { return ID(base + at + mark.count) }
            at += 1
        }
        return nil
    }
}
