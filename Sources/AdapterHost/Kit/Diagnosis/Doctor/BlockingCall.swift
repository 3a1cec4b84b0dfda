import IoTTransport
import Synchronization

/// A call that may hang, as one on a dead network drive does, on a thread of its own.
enum BlockingCall {
    /// Returns what `body` returns, or nil when the time is over: the thread is left to itself then.
    static func run<Value: Sendable>(
        within limit: Duration, _ body: @escaping @Sendable () -> Value
    ) async -> Value? {
        let result = Mutex<Value?>(nil)
        let end = Completion()
        let box = Box(result: result)
        do {
            try OwnedThread(name: "doctor") {
                let value = body()
                box.result.withLock { $0 = value }
                end.complete()
            }.detach()
        } catch {
            return body()
        }
        _ = await end.wait(within: limit)
        return box.result.withLock { $0 }
    }

    private final class Box<Value: Sendable>: Sendable {
        let result: Mutex<Value?>

        init(result: consuming Mutex<Value?>) { self.result = result }
    }
}
