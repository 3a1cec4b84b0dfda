import CMosquitto
import Glibc

/// Wakes a thread out of `poll`. Signalling is cheap, safe from any thread and never blocks.
final class Wakeup: Sendable {
    let descriptor: Int32

    /// - Throws: ``SystemFault`` when the process has no descriptors left.
    init() throws {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { throw SystemFault("eventfd", errno) }
    }

    deinit { close(descriptor) }

    func signal() {
        var one: UInt64 = 1
        // It can only fail when the counter is full: then the thread is already due to wake.
        _ = write(descriptor, &one, 8)
    }

    /// Forgets the signals so far.
    func clear() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}
