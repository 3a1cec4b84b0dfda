/// What is to be written to `reported`, one update at a time. Pure.
struct ShadowReport {
    private struct Update {
        let token: String
        let values: [ShadowKey: JSONValue]
        let deadline: Nanoseconds
        let baseline: Int
    }

    /// How long an answer may take.
    static let patience = 10 * MonotonicTime.second
    /// The least time between two writes (rule 13).
    static let spacing = MonotonicTime.second

    private var pending: Set<ShadowKey> = []
    private var update: Update?
    /// The version of the newest delta that said that `reported` differs from what is in force.
    private var differs: [ShadowKey: Int] = [:]
    private var failures = 0
    private var notBefore: Nanoseconds = .min
    /// The service refuses what we write: nothing more until something else is desired.
    private(set) var isRefused = false
    /// What stands in the document as reported, as far as it was read or written on this connection.
    private(set) var reported: [ShadowKey: JSONValue] = [:]

    /// When something is to be done next.
    var due: Nanoseconds? {
        if let update { return update.deadline }
        return pending.isEmpty || isRefused ? nil : notBefore
    }

    /// A connection begins: all that was known of the document is void, but the pace is kept.
    mutating func reset() {
        pending = []
        update = nil
        reported = [:]
        differs = [:]
        isRefused = false
        failures = 0
    }

    /// The document was read.
    mutating func learn(reported: JSONValue?) {
        self.reported = [:]
        for key in ShadowKey.allCases { self.reported[key] = reported?[key.rawValue] }
    }

    /// These keys must be written with the values in force, unless just that is on its way.
    ///
    /// - Parameter version: of the delta that says so; a write that is older does not count.
    mutating func want(_ keys: Set<ShadowKey>, version: Int?, _ value: (ShadowKey) -> JSONValue) {
        for key in keys {
            if let version { differs[key] = version }
            if update?.values[key] != value(key) { pending.insert(key) }
        }
    }

    /// Something else is desired: worth another try, at once.
    mutating func desireChanged() {
        isRefused = false
    }

    /// The values to write now; nil while there is nothing to write or it is not time.
    mutating func next(_ now: Nanoseconds, token: String, baseline: Int, _ value: (ShadowKey) -> JSONValue)
        -> [ShadowKey: JSONValue]?
    {
        guard update == nil, !pending.isEmpty, !isRefused, now >= notBefore else { return nil }
        let values = Dictionary(uniqueKeysWithValues: pending.map { ($0, value($0)) })
        pending = []
        update = Update(token: token, values: values, deadline: now + Self.patience, baseline: baseline)
        notBefore = now + Self.spacing
        return values
    }

    /// Whether a write is to be made now.
    func isDue(_ now: Nanoseconds) -> Bool { update == nil && !pending.isEmpty && !isRefused && now >= notBefore }

    /// Our update is stored: the highest version known when it was sent. Nil for anybody else's.
    mutating func accepted(token: String?, version: Int?) -> Int? {
        guard let update, update.token == token else { return nil }
        self.update = nil
        failures = 0
        reported.merge(update.values) { $1 }
        for key in update.values.keys where differs[key] ?? -1 > version ?? .max { pending.insert(key) }
        return update.baseline
    }

    /// Our update is refused. False for anybody else's.
    mutating func rejected(token: String?, forGood: Bool, now: Nanoseconds, chance: Double) -> Bool {
        guard let update, update.token == token else { return false }
        failed(update, now, chance)
        isRefused = forGood
        return true
    }

    /// No answer within the time.
    mutating func expire(_ now: Nanoseconds, chance: Double) {
        guard let update, now >= update.deadline else { return }
        failed(update, now, chance)
    }

    private mutating func failed(_ update: Update, _ now: Nanoseconds, _ chance: Double) {
        self.update = nil
        pending.formUnion(update.values.keys)
        notBefore = max(notBefore, now + RetryDelay.after(failures, chance: chance))
        failures += 1
    }
}
