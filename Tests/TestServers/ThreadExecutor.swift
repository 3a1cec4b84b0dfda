import Foundation
import Synchronization

/// A thread for one source, as the host gives it: what runs here may block.
public final class ThreadExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let signal = DispatchSemaphore(value: 0)

    public init() {
        Thread.detachNewThread { [weak self, signal] in
            while true {
                signal.wait()
                guard let self else { return }
                let job = self.jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?.runSynchronously(on: self.asUnownedTaskExecutor())
            }
        }
    }

    deinit { signal.signal() }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        signal.signal()
    }
}
