import AdapterAPI
import Synchronization

/// What is known of one source. It changes from the source's thread and is read from others: nobody waits for anything
/// but this lock.
final class SourceState: Sendable {
    private struct State {
        var standing: SourceStanding
        var report: SourceReport?
        var progress: UInt64 = 0
        /// What it works on.
        var work: String?
        /// Calls of its sink that have not returned.
        var sends = 0
        var records = 0
        var lastRecord: Int64?
        var lastFaultAt: Int64?
    }
    private let state: Mutex<State>
    private let clock: AdapterClock
    let id: String

    init(id: String, clock: AdapterClock = .system) {
        self.id = id
        self.clock = clock
        state = Mutex(State(standing: SourceStanding(id: id)))
    }

    var standing: SourceStanding { state.withLock { $0.standing } }
    var report: SourceReport? { state.withLock { $0.report } }
    /// Records that it sent since the start, whatever became of them.
    var records: Int { state.withLock { $0.records } }

    var sight: Sight {
        state.withLock {
            Sight(
                standing: $0.standing, report: $0.report, records: $0.records, lastRecord: $0.lastRecord,
                lastFaultAt: $0.lastFaultAt)
        }
    }

    /// Takes a present state in place of the one before.
    func set(_ report: SourceReport) {
        state.withLock { state in
            if let fault = report.lastFault, fault != state.report?.lastFault {
                state.lastFaultAt = clock.now().seconds
            }
            state.report = report
        }
    }

    func note(_ activity: SourceActivity) {
        state.withLock { state in
            switch activity {
            case .working(let on): state.work = on
            case .advanced: state.progress &+= 1
            case .idle: state.work = nil
            }
        }
    }

    /// A call of the sink begins.
    func sends() {
        state.withLock { $0.sends += 1 }
    }

    /// A call of the sink returned; whether something is done that was not before, and how many records were in it.
    func sent(isProgress: Bool, records: Int = 0) {
        state.withLock { state in
            state.sends -= 1
            state.records += records
            if records > 0 { state.lastRecord = clock.now().seconds }
            if isProgress { state.progress &+= 1 }
        }
    }

    /// It starts, or starts again.
    func started() {
        state.withLock { state in
            state.standing = SourceStanding(id: id)
            state.work = nil
            state.progress &+= 1
        }
    }

    /// It failed: its numbers are no longer those of the moment. `nextTry` is in seconds since 1970, nil for none.
    func failed(_ text: String, nextTry: Int64?) {
        state.withLock { state in
            state.report = SourceReport(notes: state.report?.notes ?? [:], lastFault: text)
            state.lastFaultAt = clock.now().seconds
            state.standing = SourceStanding(id: id, health: .failed, cause: text, nextTry: nextTry)
            state.work = nil
        }
    }

    /// It has nothing more to read.
    func ended() {
        state.withLock { state in
            state.standing = SourceStanding(id: id, health: .ended)
            state.work = nil
        }
    }

    /// What a ``StallWatch`` sees, and what it does in words. `isBlocked`: the spool or its disk is full.
    func look(isBlocked: Bool) -> (look: StallWatch.Look, work: String) {
        state.withLock { state in
            let isActive = state.standing.health == .running || state.standing.health == .stalled
            let ready = state.report?.ready ?? 0
            let look = StallWatch.Look(
                progress: state.progress, hasInput: isActive && (state.work != nil || state.sends > 0 || ready > 0),
                isHeldBack: isBlocked && state.sends > 0)
            return (look, Self.words(state, ready: ready))
        }
    }

    /// It was found to get no further since a moment, in seconds since 1970; or to go on.
    func stalled(since: Int64?, _ work: String) {
        state.withLock { state in
            guard state.standing.health == .running || state.standing.health == .stalled else { return }
            state.standing =
                since.map { SourceStanding(id: id, health: .stalled, cause: work, since: $0) } ?? SourceStanding(id: id)
        }
    }

    private static func words(_ state: State, ready: Int) -> String {
        var words = state.work ?? "nothing"
        if state.sends > 0 { words = state.work.map { "\($0), storing" } ?? "storing" }
        if state.work == nil, state.sends == 0, ready > 0 {
            words = state.report?.lastFault ?? "\(ready) pieces of input wait"
        }
        return words
    }
}
