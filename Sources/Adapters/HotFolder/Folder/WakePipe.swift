import AdapterAPI
import Glibc

/// Ends a wait in `poll` from another thread: a pipe, because it needs nothing that Glibc's module leaves out.
final class WakePipe: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32

    /// - Throws: ``FileFault`` when the process has no descriptors left.
    init() throws(FileFault) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw FileFault(path: "pipe", action: "open", code: errno) }
        readEnd = ends[0]
        writeEnd = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    /// Wakes the waiting thread, and every later wait at once.
    func signal() {
        var byte: UInt8 = 1
        // It can only fail when the pipe is full, and then the thread is awake already.
        _ = write(writeEnd, &byte, 1)
    }
}
