import ArgumentParser
import IoTTransport
import Pipeline
import Provisioning

/// `adapter-host provision`
struct ProvisionNowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "now", abstract: "Get this device's certificate from the platform (the default).")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Mend the store as far as that needs no new certificate: modes, files that follow from others.")
    var repair = false

    @Flag(help: "Make a new device at the platform although there is an identity, or a request without an answer.")
    var force = false

    func validate() throws {
        if repair, force { throw ValidationError("--repair and --force exclude each other") }
    }

    func run() async throws {
        let host = try options.loadHost()
        let platform = try host.requiredPlatform(options.config)
        do throws(ProvisioningFault) {
            if repair { try await mend(platform, host) } else { try await provision(platform, host) }
        } catch {
            Terminal.complain(error.message + ".")
            Terminal.complain(error.advice)
            throw error.exit.code
        }
    }

    private func provision(_ platform: PlatformTarget, _ host: HostConfiguration) async throws(ProvisioningFault) {
        let method = try platform.method(senderType: host.sender.type)
        try await Provisioner(store: platform.storeFolder, method: method, report: { Terminal.say("\($0)") })
            .run(force: force)
        Terminal.say("done: adapter-host run can connect now")
    }

    private func mend(_ platform: PlatformTarget, _ host: HostConfiguration) async throws(ProvisioningFault) {
        let folder = platform.storeFolder
        let record: ProvisioningRecord?
        do { record = try ProvisioningJournal(store: folder).read() } catch {
            throw ProvisioningFault(.local, "\(error)", advice: "Check \(folder)/\(ProvisioningJournal.name).")
        }
        if record?.answer != nil {
            // Nothing is asked for: the answer is there.
            try await provision(platform, host)
        }
        let done: [String]
        do {
            let lock = try StoreLock(folder: folder)
            defer { withExtendedLifetime(lock) {} }
            done = try await StoreRepair(store: folder).run { () async throws(ProvisioningFault) in
                try await platform.method(senderType: host.sender.type).configuration()
            }
        } catch let fault as ProvisioningFault {
            throw fault
        } catch {
            throw ProvisioningFault(.local, "\(error)", advice: "Then try again.")
        }
        for line in done { Terminal.say(line) }
        let findings = StoreInspection(StoreContents(folder: folder), at: SystemClock.seconds()).findings
        for finding in findings { Terminal.say("\(finding.severity.rawValue): \(finding)") }
        if let error = findings.first(where: { $0.severity == .error }) {
            throw ProvisioningFault(.unusable, "The store cannot be used: \(error.message)", advice: error.advice)
        }
        Terminal.say(done.isEmpty ? "there was nothing to repair" : "repaired")
    }
}

extension HostConfiguration {
    /// The platform, or leaves: without it there is nothing to provision.
    func requiredPlatform(_ file: String) throws -> PlatformTarget {
        if let platform { return platform }
        Terminal.complain("\(file): events go to a broker: of one's own; provisioning needs platform: in its place")
        throw HostExit.configuration.code
    }
}
