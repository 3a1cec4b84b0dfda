import IoTTransport
import Logging

/// The end of a running host: sources stop reading, what they have sent goes to the disk, acknowledgements in flight come
/// in, the spool closes. Each step has its limit, so a source that hangs in a system call, a broker that is silent and a
/// disk that does not answer cannot hold the process. What is cut short is harmless: a source's checkpoint covers only
/// what is on disk, and what is not acknowledged stays there.
struct Shutdown {
    let fleet: SourceFleet
    let delivery: Delivery
    let spool: Spool
    /// For sources and acknowledgements together.
    let limit: Duration
    let logger: Logger

    /// How long the last commit may take on top of ``limit``.
    static let closing = Duration.seconds(5)

    /// Returns what could not be brought to an end, in words.
    func run() async -> [String] {
        var unfinished: [String] = []
        let start = ContinuousClock.now
        // Delivery goes on meanwhile, and has the other half at least.
        for id in await fleet.stop(within: limit / 2) {
            unfinished.append("source \(id) hangs and was left: it goes on from its checkpoint at the next start")
        }
        await delivery.stop(within: max(limit / 2, limit - (ContinuousClock.now - start)))
        if await !closed() {
            unfinished.append("the spool's disk did not answer: what was not stored is read again at the next start")
        } else if let reason = spool.blockReason {
            unfinished.append("\(reason): what was not stored is read again at the next start")
        }
        for words in unfinished { logger.warning("\(words)") }
        return unfinished
    }

    /// Closes the spool on a thread of its own, since a disk can hang; false when it takes too long.
    private func closed() async -> Bool {
        let end = Completion()
        do {
            try OwnedThread(name: "spool-end") { [spool] in
                spool.close()
                end.complete()
            }.detach()
        } catch {
            spool.close()
            end.complete()
        }
        return await end.wait(within: Self.closing)
    }
}
