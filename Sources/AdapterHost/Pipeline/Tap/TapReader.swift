import AdapterAPI
import IoTTransport
import Synchronization

/// One who watches events pass. What waits for it is bounded; what finds no room is lost to it, and counted.
public final class TapReader: Sendable {
    /// Events, and bytes of them, that wait for one reader.
    static let mostEvents = 256
    static let mostBytes = 1 << 20

    /// What a reader gets at a time.
    public struct Portion: Sendable {
        public var events: [TappedEvent] = []
        /// Events that it lost since the portion before.
        public var lost = 0
        var isEmpty: Bool { events.isEmpty && lost == 0 }
    }

    private struct State {
        var portion = Portion()
        var bytes = 0
        var offered = 0
        var waiter: CheckedContinuation<Void, Never>?
        var hasEnded = false
    }

    let number: Int
    private let selection: TapSelection
    private let state = Mutex(State())

    init(_ number: Int, _ selection: TapSelection) {
        self.number = number
        self.selection = selection
    }

    /// Waits for events, and takes all that are there; empty after the time, nil when the tap has ended or the task was
    /// cancelled.
    public func next(within limit: Duration) async -> Portion? {
        let timer = Task {
            try? await Task.sleep(for: limit)
            wake()
        }
        defer { timer.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.portion.isEmpty || state.hasEnded || Task.isCancelled { return true }
                    state.waiter = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            wake()
        }
        return state.withLock { state in
            if Task.isCancelled || state.hasEnded && state.portion.isEmpty { return nil }
            defer {
                state.portion = Portion()
                state.bytes = 0
            }
            return state.portion
        }
    }

    func end() {
        state.withLock { $0.hasEnded = true }
        wake()
    }

    /// Copies what it wants and has room for; of the rest only the number is kept.
    func offer(_ chunks: [EventChunk], of source: String, at moment: Timestamp, _ names: (UInt16) -> (String, String)) {
        if let wanted = selection.source, wanted != source { return }
        let waiter = state.withLock { state in
            for chunk in chunks {
                for index in 0..<chunk.count {
                    let (type, subtype) = names(chunk.type(at: index))
                    guard selection.wants(type: type, subtype: subtype) else { continue }
                    state.offered += 1
                    let size = chunk.size(at: index)
                    guard state.portion.events.count < Self.mostEvents, state.bytes + size <= Self.mostBytes else {
                        state.portion.lost += 1
                        continue
                    }
                    state.bytes += size
                    state.portion.events.append(
                        TappedEvent(
                            sequence: state.offered, at: moment, source: source, type: type, subtype: subtype,
                            topic: chunk.topic, bytes: chunk.withEvent(at: index) { Array($0) }))
                }
            }
            guard !state.portion.isEmpty else { return CheckedContinuation<Void, Never>?.none }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    private func wake() {
        let waiter = state.withLock { state in
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
