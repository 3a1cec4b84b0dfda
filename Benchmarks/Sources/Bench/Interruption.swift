import Glibc
import Synchronization

/// Ctrl-C ends the program that is running; what is measured next is refused, and so the temporary folder is removed.
enum Interruption {
    private static let seen = Atomic<Bool>(false)
    private static let child = Atomic<pid_t>(0)

    static func install() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // A handler, not SIG_IGN: only that is reset when a program is started.
            signal(number) { _ in
                Interruption.seen.store(true, ordering: .relaxed)
                let child = Interruption.child.load(ordering: .relaxed)
                if child > 0 { kill(child, SIGTERM) }
            }
        }
    }

    static func check() throws {
        if seen.load(ordering: .relaxed) { throw BenchError("interrupted") }
    }

    /// What is left to do is to clean up, and that needs programs too.
    static func forget() {
        seen.store(false, ordering: .relaxed)
    }

    static func watch(_ pid: pid_t) {
        child.store(pid, ordering: .relaxed)
    }
}
