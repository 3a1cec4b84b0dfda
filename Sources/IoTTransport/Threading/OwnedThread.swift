import CMosquitto
import Dispatch
import Glibc

/// A thread of our own for work that blocks, so that it never holds one of the few threads that run async code.
package struct OwnedThread: Sendable {
    /// Enough for SQLite, OpenSSL and the resolver.
    static let stackSize = 512 * 1_024

    private let handle: pthread_t

    /// Starts `body` on a new thread.
    ///
    /// - Throws: ``SystemFault`` when the system refuses another thread.
    package init(name: String, _ body: @escaping @Sendable () -> Void) throws {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        let box = Unmanaged.passRetained(Body(name: name, run: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument else { return nil }
                let body = Unmanaged<Body>.fromOpaque(argument).takeRetainedValue()
                set_thread_name(body.name)
                body.run()
                return nil
            }, box.toOpaque())
        if code != 0 {
            box.release()
            throw SystemFault("pthread_create", code)
        }
        handle = thread
    }

    /// Waits for the end of the thread. Once only, and never for a thread that may hang on the network.
    func join() {
        pthread_join(handle, nil)
    }

    /// Gives up waiting for it: it cleans up after itself.
    package func detach() {
        pthread_detach(handle)
    }

    private final class Body: Sendable {
        let name: String
        let run: @Sendable () -> Void

        init(name: String, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.run = run
        }
    }
}
