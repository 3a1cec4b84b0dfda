/// From what the shadow desires to the filter in force. Pure.
struct ShadowPolicy {
    /// A desired value that cannot be taken.
    struct Refusal: Equatable {
        let value: JSONValue
        let reason: String
    }

    /// What a document changed.
    struct Learned: Equatable {
        /// Keys whose value in force is another one now.
        var changed: Set<ShadowKey> = []
        /// Keys of the document whose value is refused, and was not before.
        var refused: Set<ShadowKey> = []
        /// Keys whose desired value in the document is the one in force.
        var agreed: Set<ShadowKey> = []
        /// Whether there is something new to keep across restarts.
        var isNews = false
    }

    private let fallback: EventFilter
    private let fallbackList: [String]
    private(set) var state: ShadowState
    private(set) var refusals: [ShadowKey: Refusal] = [:]
    /// The last valid desired values, by key.
    private var wishes: [ShadowKey: JSONValue] = [:]
    /// Whether the document mentions `sendTelemetryData`: only then we report it.
    private var mentionsTelemetry = false

    /// - Parameters:
    ///   - fallback: what holds for keys that nobody ever desired.
    ///   - state: what was desired before, from disk.
    init(fallback: EventFilter, state: ShadowState) {
        self.fallback = fallback
        self.state = state
        fallbackList = fallback.blacklist.sorted()
    }

    var filter: EventFilter { state.filter(over: fallback) }

    /// What is desired, as far as it was ever said: the value that cannot be taken, or the last one that could.
    func desired(_ key: ShadowKey) -> JSONValue? { refusals[key]?.value ?? wishes[key] }

    /// The keys that a report holds.
    var keys: Set<ShadowKey> { mentionsTelemetry ? Set(ShadowKey.allCases) : [.publishing, .blacklist] }

    /// The value in force.
    func value(of key: ShadowKey) -> JSONValue {
        switch key {
        case .publishing, .telemetry: .bool(state.isPublishingEnabled ?? fallback.isPublishingEnabled)
        case .blacklist: .array((state.blacklist ?? fallbackList).map(JSONValue.string))
        }
    }

    /// Takes a whole document's state: what it no longer desires is no wish any more, and the last value stays (rule 9).
    mutating func learn(document state: JSONValue) -> Learned {
        let telemetry = ShadowKey.telemetry.rawValue
        mentionsTelemetry = state["desired"]?[telemetry] != nil || state["reported"]?[telemetry] != nil
        switch state["desired"] {
        case nil, .null: return learn([:], isWhole: true)
        case .object(let desired): return learn(desired, isWhole: true)
        default: return Learned()
        }
    }

    /// Takes a delta's state: it says nothing about the keys that it does not hold.
    mutating func learn(delta: [String: JSONValue]) -> Learned {
        if delta[ShadowKey.telemetry.rawValue] != nil { mentionsTelemetry = true }
        return learn(delta, isWhole: false)
    }

    private mutating func learn(_ desired: [String: JSONValue], isWhole: Bool) -> Learned {
        var learned = Learned()
        let former = state
        let before = Dictionary(uniqueKeysWithValues: ShadowKey.allCases.map { ($0, value(of: $0)) })
        for key in ShadowKey.allCases {
            switch desired[key.rawValue] {
            case nil, .null:
                guard isWhole else { continue }
                wishes[key] = nil
                refusals[key] = nil
            case .some(let value):
                if let reason = key.fault(of: value) {
                    if refusals[key]?.value != value { learned.refused.insert(key) }
                    refusals[key] = Refusal(value: value, reason: reason)
                } else {
                    wishes[key] = value
                    refusals[key] = nil
                }
            }
        }
        settle()
        learned.isNews = state != former
        for key in ShadowKey.allCases {
            let now = value(of: key)
            if before[key] != now { learned.changed.insert(key) }
            if desired[key.rawValue] == now { learned.agreed.insert(key) }
        }
        return learned
    }

    /// Either switch turns publishing off: what one forbids, the other does not allow.
    private mutating func settle() {
        let switches = [ShadowKey.publishing, .telemetry].compactMap { wishes[$0] }
        if !switches.isEmpty { state.isPublishingEnabled = switches.allSatisfy { $0 == .bool(true) } }
        if case .array(let items) = wishes[.blacklist] { state.blacklist = items.compactMap(\.string) }
    }
}
