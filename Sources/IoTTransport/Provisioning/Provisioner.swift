import Certificates
public import IoTTransport

/// Carries out what ``ProvisioningMachine`` decides: network, journal, checks, installation.
public struct Provisioner: Sendable {
    private let folder: String
    private let method: any ProvisioningMethod
    private let now: @Sendable () -> Int64
    private let report: @Sendable (ProvisioningStep) -> Void

    /// - Parameters:
    ///   - folder: The certificate store; made if it is not there.
    ///   - now: Seconds since 1970.
    ///   - report: Called at each step.
    public init(
        store folder: String, method: any ProvisioningMethod,
        now: @escaping @Sendable () -> Int64 = SystemClock.seconds,
        report: @escaping @Sendable (ProvisioningStep) -> Void = { _ in }
    ) {
        self.folder = folder
        self.method = method
        self.now = now
        self.report = report
    }

    /// Gets an identity and installs it, or finishes a run that was cut short. At most one device is made at the
    /// platform, however often this is killed and called again.
    ///
    /// - Parameter force: Begins anew although there is an identity, or a request whose end nobody knows.
    public func run(force: Bool = false) async throws(ProvisioningFault) {
        let lock: StoreLock
        do {
            try StoreFolder(folder).makeIfMissing()
            lock = try StoreLock(folder: folder)
            try StoreFolder(folder).recover()
        } catch { throw Self.local(error) }
        defer { withExtendedLifetime(lock) {} }
        var machine = ProvisioningMachine(force: force)
        var action = machine.handle(try situation())
        while true {
            let event: ProvisioningMachine.Event
            switch action {
            case .finish: return
            case .stop(let fault): throw fault
            default:
                do throws(ProvisioningFault) { event = try await perform(action) } catch { event = .failed(error) }
            }
            action = machine.handle(event)
        }
    }

    private func situation() throws(ProvisioningFault) -> ProvisioningMachine.Event {
        let contents = StoreContents(folder: folder)
        do {
            let record = try ProvisioningJournal(store: folder).read()
            if let record, record.answer != nil { report(.resumes(since: record.since)) }
            return .situation(
                ProvisioningMachine.Situation(
                    hasIdentity: contents.hasIdentity, missing: contents.missing.map(\.name),
                    record: record, method: method.name, folder: folder))
        } catch {
            throw ProvisioningFault(
                .local, "\(ProvisioningJournal(store: folder).path) cannot be read",
                advice: "It says how far an earlier run of provisioning came. Look in the platform's list of devices "
                    + "before you remove it.")
        }
    }

    private func perform(
        _ action: ProvisioningMachine.Action
    ) async throws(ProvisioningFault) -> ProvisioningMachine.Event {
        switch action {
        case .fetchConfiguration:
            report(.asksForConfiguration)
            let configuration = try await method.configuration()
            try checkAuthority(configuration)
            report(.isConfigured(endpoint: configuration.endpoint, port: configuration.port))
            return .configured(configuration, key: try method.prepare(), now: now())
        case .record(let record):
            try locally { try ProvisioningJournal(store: folder).write(record) }
            if record.answer != nil { report(.hasAnswer) }
            return .recorded
        case .request(let record):
            report(.asksForIdentity)
            do throws(RequestFault) {
                return .answered(try await method.request(record.configuration, key: record.key))
            } catch { return .requestFailed(error) }
        case .check(let record): return .checked(try check(record))
        case .install(let material):
            try locally { try StoreFolder(folder).install(material) }
            report(.hasInstalled(folder: folder))
            return .installed
        case .removeJournal:
            try locally { try ProvisioningJournal(store: folder).remove() }
            return .journalRemoved
        case .finish: return .installed
        case .stop(let fault): throw fault
        }
    }

    /// Before anything is made at the platform.
    private func checkAuthority(_ configuration: PlatformConfiguration) throws(ProvisioningFault) {
        do throws(CertificateFault) {
            let authorities = try Certificate.all(in: Array(configuration.authority.utf8))
            guard authorities.allSatisfy(\.isAuthority) else {
                throw CertificateFault("use the authority", reason: "it may not sign certificates")
            }
        } catch {
            throw ProvisioningFault(
                .unusable, "The platform's certificate authority (serverRootCA) cannot be used: \(error.reason)",
                advice: "Nothing was made there. Ask the platform's operators.")
        }
    }

    private func check(_ record: ProvisioningRecord) throws(ProvisioningFault) -> StoreMaterial {
        if record.method != method.name {
            throw ProvisioningFault(
                .local, "An earlier run began with method \(record.method), now \(method.name) is configured",
                advice: "Set api_version back to \(record.method).")
        }
        guard let answer = record.answer else { throw .ambiguous(record.since, "and there is no answer") }
        let identity = try method.identity(from: answer, key: record.key)
        let material = identity.material(record.configuration)
        let inspection = StoreInspection(StoreContents(material, named: folder), at: now())
        if let error = inspection.errors.first {
            throw ProvisioningFault(
                .unusable, "What the platform gave is not installed: \(error.message)",
                advice: "It is kept in \(ProvisioningJournal(store: folder).path), and adapter-host provision tries "
                    + "again to install it, without asking for another. (\(error.advice))")
        }
        if let certificate = inspection.certificate {
            report(.hasChecked(clientID: identity.clientID, notAfter: certificate.notAfter))
        }
        return material
    }

    private func locally(_ body: () throws -> Void) throws(ProvisioningFault) {
        do { try body() } catch { throw Self.local(error) }
    }

    static func local(_ error: any Error) -> ProvisioningFault {
        ProvisioningFault(
            .local, "\(error)", advice: "Check the disk and the rights of the user that runs adapter-host.")
    }
}
