import AdapterAPI
import Logging
import Provisioning

/// Gets this device's identity when the host runs for the first time.
struct FirstUse {
    let platform: PlatformTarget
    let senderType: String
    let service: ServiceManager
    let logger: Logger
    /// Whether to wait for a platform that cannot be reached.
    let isPatient: Bool

    private static let longestDelay = Duration.seconds(60)
    /// One try, all of its requests and the pause behind it take less.
    private static let longestTry = Duration.seconds(300)

    /// Returns when the identity is in the store; otherwise leaves the program. Ending the process meanwhile does no
    /// harm: the journal knows.
    func run() async throws {
        logger.notice("\(platform.storeFolder): this device has no certificate yet: asks the platform for one")
        var delay = Duration.seconds(5)
        while true {
            service.starting("asks the platform for this device's certificate", atMost: Self.longestTry)
            do throws(ProvisioningFault) {
                let method = try platform.method(senderType: senderType)
                let logger = logger
                let report = { @Sendable (step: ProvisioningStep) in logger.info("provisioning: \(step)") }
                try await Provisioner(store: platform.storeFolder, method: method, report: report).run()
                return
            } catch {
                guard error.kind == .unreachable, isPatient else {
                    logger.critical("provisioning: \(error)")
                    throw error.exit.code
                }
                logger.warning("provisioning: \(error.message); next try in \(delay.configurationText)")
            }
            try await Task.sleep(for: delay)
            delay = min(delay * 2, Self.longestDelay)
        }
    }
}

extension ProvisioningFault {
    /// With 78 a service manager does not start the host again: only a person can help. With 1 it may.
    var exit: HostExit {
        switch kind {
        case .configuration, .exists, .ambiguous, .refused, .unusable: .configuration
        case .unreachable, .local: .failure
        }
    }
}
