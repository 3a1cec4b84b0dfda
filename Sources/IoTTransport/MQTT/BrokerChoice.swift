/// As whom to connect, and to which of the broker's nodes: a candidate at first, the present identity once the candidate
/// has failed often enough; another node after each failure.
struct BrokerChoice {
    private var present: BrokerSettings
    private var candidate: BrokerCandidate?
    private var failures = 0

    init(present: BrokerSettings, candidate: BrokerCandidate?) {
        self.present = present
        self.candidate = candidate
    }

    /// For the next connection, and while it lasts.
    var broker: BrokerSettings { candidate?.broker ?? present }

    /// There was a CONNACK.
    mutating func connected() {
        guard let candidate else { return }
        present = candidate.accepted()
        self.candidate = nil
    }

    /// A connection did not come about, or was lost.
    mutating func failed(_ fault: String) {
        guard let candidate else {
            present = present.next
            return
        }
        failures += 1
        guard failures >= BrokerCandidate.tries else { return }
        self.candidate = nil
        candidate.givenUp(fault)
    }
}
