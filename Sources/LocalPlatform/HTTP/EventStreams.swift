import Synchronization

/// The readers of `/api/stream`. Each has a bounded buffer; one that is too slow loses the oldest messages, and nobody
/// waits for it.
final class EventStreams: Sendable {
    /// Messages that wait for one reader.
    static let maximumWaiting = 256

    private struct State {
        var readers: [Int: AsyncStream<String>.Continuation] = [:]
        var lastReader = 0
        var hasEnded = false
    }

    private let state = Mutex(State())

    var hasReaders: Bool { state.withLock { !$0.readers.isEmpty } }

    /// A new reader's messages, `first` at first; it ends with the platform.
    func reader(first: String) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: String.self, bufferingPolicy: .bufferingNewest(Self.maximumWaiting))
        continuation.yield(first)
        let number = state.withLock { state -> Int? in
            guard !state.hasEnded else { return nil }
            state.lastReader += 1
            state.readers[state.lastReader] = continuation
            return state.lastReader
        }
        guard let number else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in
            self?.state.withLock { _ = $0.readers.removeValue(forKey: number) }
        }
        return stream
    }

    func send(_ kind: String, _ data: JSONValue) { send(Self.message(kind, data)) }

    func send(_ message: String) {
        let readers = state.withLock { Array($0.readers.values) }
        for reader in readers { reader.yield(message) }
    }

    func end() {
        let readers = state.withLock { state in
            state.hasEnded = true
            return Array(state.readers.values)
        }
        for reader in readers { reader.finish() }
    }

    /// A message as server-sent events write it.
    static func message(_ kind: String, _ data: JSONValue) -> String { "event: \(kind)\ndata: \(data.text)\n\n" }

    /// Keeps the connection known to be alive.
    static let heartbeat = ": heartbeat\n\n"
}
