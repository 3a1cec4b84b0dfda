import Dispatch
import Foundation
import Synchronization

/// A thread that one source runs on, so that a call that hangs (a dead network drive) holds up nobody else.
final class SourceThread: TaskExecutor {
    private let jobs = Mutex<Jobs>(Jobs())
    private let wake = DispatchSemaphore(value: 0)

    private struct Jobs {
        var queue: [UnownedJob] = []
        var isStopped = false
    }

    /// Starts the thread; it ends after ``stop()``, once it has nothing left to do.
    init(name: String) {
        let thread = Thread { [self] in loop() }
        thread.name = String(name.prefix(15))
        thread.stackSize = 512 * 1024
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.queue.append(job) }
        wake.signal()
    }

    /// Lets the thread end. Call it after the source's task has ended.
    func stop() {
        jobs.withLock { $0.isStopped = true }
        wake.signal()
    }

    private func loop() {
        while true {
            wake.wait()
            let (taken, isStopped) = jobs.withLock { jobs in
                defer { jobs.queue.removeAll(keepingCapacity: true) }
                return (jobs.queue, jobs.isStopped)
            }
            for job in taken { job.runSynchronously(on: asUnownedTaskExecutor()) }
            if isStopped && taken.isEmpty { return }
        }
    }
}
