import IoTTransport
import Synchronization

/// What takes a look at the disk, on a thread of its own, since a disk can hang: only when somebody asks, and not more
/// often than every few seconds.
final class DiskLook: Sendable {
    /// What was seen.
    struct Sight: Sendable {
        var overview: SpoolOverview?
        /// Why there is none.
        var fault: String?
        var certificate: HostState.Certificate?
    }

    private struct State {
        var sight = Sight()
        var seen: ContinuousClock.Instant?
        /// Ends when the look that is being taken does.
        var running: Completion?
    }

    /// A sight that is so old is good enough.
    static let freshness = Duration.seconds(3)
    /// Whoever asks waits at most so long for a newer one.
    static let patience = Duration.seconds(2)

    private let spoolPath: String
    private let certificate: CertificateLook
    private let state = Mutex(State())

    init(spoolPath: String, certificate: CertificateLook) {
        self.spoolPath = spoolPath
        self.certificate = certificate
    }

    /// What was seen last; a disk that hangs gives what was seen before it did.
    func sight() async -> Sight {
        let (known, running, starts) = state.withLock { state -> (Sight, Completion?, Bool) in
            if let seen = state.seen, ContinuousClock.now - seen < Self.freshness { return (state.sight, nil, false) }
            if let running = state.running { return (state.sight, running, false) }
            let running = Completion()
            state.running = running
            return (state.sight, running, true)
        }
        guard let running else { return known }
        if starts { start(running) }
        _ = await running.wait(within: Self.patience)
        return state.withLock { $0.sight }
    }

    private func start(_ running: Completion) {
        do {
            try OwnedThread(name: "status-look") { [self] in
                let sight = look()
                state.withLock { state in
                    state.sight = sight
                    state.seen = ContinuousClock.now
                    state.running = nil
                }
                running.complete()
            }.detach()
        } catch {
            state.withLock { $0.running = nil }
            running.complete()
        }
    }

    private func look() -> Sight {
        var sight = Sight(certificate: certificate.look(now: SystemClock.seconds()))
        do throws(SpoolReader.Fault) {
            sight.overview = try SpoolReader(path: spoolPath).overview()
        } catch {
            sight.fault = error.description
        }
        return sight
    }
}
