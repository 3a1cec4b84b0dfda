import IoTTransport

/// The order of provisioning, and what follows from each fault. Pure: events in, actions out.
///
///     situation → fetchConfiguration → record (asked) → request → record (answered) → check → install → removeJournal
///
/// The request makes a device at the platform, so it is sent at most once: what was asked is on disk before it leaves,
/// and what was answered before anything is done with it. Started again after a kill, the journal says where to go on;
/// where it says "asked", nobody knows, and a person must decide.
struct ProvisioningMachine {
    /// What lies in the store at the start.
    struct Situation {
        var hasIdentity = false
        /// Names of needed files that are not there.
        var missing: [String] = []
        var record: ProvisioningRecord?
        /// The name of the method that is configured.
        var method: String
        var folder: String
    }

    enum Event {
        case situation(Situation)
        case configured(PlatformConfiguration, key: SecretText?, now: Int64)
        case recorded
        case answered(SecretText)
        case requestFailed(RequestFault)
        case checked(StoreMaterial)
        case installed
        case journalRemoved
        /// What was to be done failed.
        case failed(ProvisioningFault)
    }

    enum Action: Equatable {
        case fetchConfiguration
        case record(ProvisioningRecord)
        case request(ProvisioningRecord)
        case check(ProvisioningRecord)
        case install(StoreMaterial)
        case removeJournal
        case finish
        case stop(ProvisioningFault)
    }

    private enum State {
        case start
        case fetching
        case recordingRequest(ProvisioningRecord)
        case requesting(ProvisioningRecord)
        case recordingAnswer(ProvisioningRecord)
        case checking
        case installing
        case clearing
        /// The request left nothing behind at the platform.
        case abandoning(ProvisioningFault)
        case ended
    }

    /// Whether to begin anew although there is an identity, or a request whose end nobody knows.
    let force: Bool
    private var state = State.start
    private var method = ""

    init(force: Bool) { self.force = force }

    /// Takes what happened and says what is to be done next.
    mutating func handle(_ event: Event) -> Action {
        switch (state, event) {
        case (.start, .situation(let situation)):
            method = situation.method
            return begin(situation)
        case (.fetching, .configured(let configuration, let key, let now)):
            let record = ProvisioningRecord(method: method, since: now, configuration: configuration, key: key)
            state = .recordingRequest(record)
            return .record(record)
        case (.recordingRequest(let record), .recorded):
            state = .requesting(record)
            return .request(record)
        case (.requesting(var record), .answered(let answer)):
            record.answer = answer
            state = .recordingAnswer(record)
            return .record(record)
        case (.requesting, .requestFailed(let failure)):
            if failure.isAmbiguous { return stop(failure.fault) }
            state = .abandoning(failure.fault)
            return .removeJournal
        case (.recordingAnswer(let record), .recorded):
            state = .checking
            return .check(record)
        case (.recordingAnswer(let record), .failed(let fault)):
            // The disk, perhaps. The answer is still in memory, and the store is the better place for it anyway.
            _ = fault
            state = .checking
            return .check(record)
        case (.checking, .checked(let material)):
            state = .installing
            return .install(material)
        case (.installing, .installed):
            state = .clearing
            return .removeJournal
        case (.clearing, .journalRemoved):
            state = .ended
            return .finish
        case (.abandoning(let fault), .journalRemoved), (.abandoning(let fault), .failed): return stop(fault)
        case (.checking, .failed(let fault)) where force && fault.kind == .unusable && isResumed:
            isResumed = false
            state = .fetching
            return .fetchConfiguration
        case (_, .failed(let fault)): return stop(fault)
        default:
            return stop(
                ProvisioningFault(
                    .local, "provisioning lost its way", advice: "This is a fault of adapter-host: please report it."))
        }
    }

    private var isResumed = false

    private mutating func begin(_ situation: Situation) -> Action {
        if let record = situation.record {
            if record.answer != nil {
                isResumed = true
                state = .checking
                return .check(record)
            }
            if !force { return stop(.ambiguous(record.since, "and was interrupted before it had the answer")) }
        } else if situation.hasIdentity, !force {
            return stop(Self.exists(situation))
        }
        state = .fetching
        return .fetchConfiguration
    }

    private mutating func stop(_ fault: ProvisioningFault) -> Action {
        state = .ended
        return .stop(fault)
    }

    private static func exists(_ situation: Situation) -> ProvisioningFault {
        if situation.missing.isEmpty {
            return ProvisioningFault(
                .exists, "\(situation.folder): this device has a certificate already, so nothing was asked for",
                advice:
                    "To see it: adapter-host provision status. A second one (and a second device at the platform) is "
                    + "made only by: adapter-host provision --force")
        }
        return ProvisioningFault(
            .exists,
            "\(situation.folder): part of a certificate store lies here, so nothing was asked for; missing: "
                + situation.missing.joined(separator: ", "),
            advice: "Put the missing files back, or try: adapter-host provision --repair. To give this identity up and "
                + "make a new device at the platform: adapter-host provision --force")
    }
}
