import AdapterAPI
import IoTTransport
import Synchronization

/// Shows events as they pass into the spool to whoever watches. Nobody ever waits for a reader, and while there is none a
/// batch costs one look at a number.
public final class EventTap: Sendable {
    /// Readers at a time.
    public static let mostReaders = 8

    private struct State {
        var readers: [TapReader] = []
        var last = 0
    }

    private let count = Atomic<Int>(0)
    private let state = Mutex(State())
    private let clock: AdapterClock

    /// Without a reader.
    public init() { clock = .system }

    /// A new reader, to be closed by ``close(_:)``; nil while there are too many.
    public func open(_ selection: TapSelection) -> TapReader? {
        state.withLock { state in
            guard state.readers.count < Self.mostReaders else { return nil }
            state.last += 1
            let reader = TapReader(state.last, selection)
            state.readers.append(reader)
            count.store(state.readers.count, ordering: .relaxed)
            return reader
        }
    }

    /// Forgets a reader.
    public func close(_ reader: TapReader) {
        state.withLock { state in
            state.readers.removeAll { $0.number == reader.number }
            count.store(state.readers.count, ordering: .relaxed)
        }
        reader.end()
    }

    /// Events that the spool has accepted.
    func offer(_ chunks: [EventChunk], of source: String, in spool: Spool) {
        guard count.load(ordering: .relaxed) > 0, !chunks.isEmpty else { return }
        let (seconds, nanoseconds) = clock.now()
        let now = Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
        var known: [UInt16: (String, String)] = [:]
        func names(_ id: UInt16) -> (String, String) {
            if let name = known[id] { return name }
            let name = spool.typeName(of: id) ?? ("", "")
            known[id] = name
            return name
        }
        for reader in state.withLock({ $0.readers }) { reader.offer(chunks, of: source, at: now, names) }
    }
}
