import Synchronization

/// Runs tasks when the simulation says so, on its own thread and in the order in which they became ready.
final class ManualExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Runs what is ready, and what that makes ready. Whether there was anything.
    @discardableResult
    func drain() -> Bool {
        var hasRun = false
        while true {
            let ready = jobs.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            if ready.isEmpty { return hasRun }
            hasRun = true
            for job in ready { job.runSynchronously(on: asUnownedTaskExecutor()) }
        }
    }
}
