import AdapterAPI
import ArgumentParser
import Foundation
import IoTTransport

/// `adapter-host check`
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say everything that is wrong with the configuration, and start nothing.",
        discussion: """
            Prints each fault as file:line:column: what is wrong, and exits 78 when there is one. With --connect it also
            tries the broker, the certificates and the shadow, publishes nothing, and exits 1 when one of them fails.

            Examples:
              adapter-host check
              adapter-host check --connect
              adapter-host check --config hall-2/host.yaml --env prd
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Also try the broker, the certificates and the shadow.")
    var connect = false

    func run() throws {
        let loaded = try options.load()
        for press in loaded.presses {
            let kind = type(of: press.adapter).kind
            Terminal.say("\(press.file): press \"\(press.id)\", adapter \(kind)")
            if let folder = press.inputFolder, !FileManager.default.fileExists(atPath: folder) {
                Terminal.say("  note: the folder \(folder) is not there yet; the host will wait for it")
            }
        }
        if let platform = loaded.host.platform {
            for finding in platform.inspection.findings where finding.severity < .error || platform.needsProvisioning {
                Terminal.say("\(finding.severity.rawValue): \(finding)")
            }
            if StoreFolder(platform.storeFolder).staged != nil {
                Terminal.say("note: \(platform.storeFolder): a new certificate waits there: adapter-host run tries it")
            }
            if platform.needsProvisioning {
                Terminal.say("note: \(platform.storeFolder): adapter-host run gets a certificate first")
                Terminal.say("\(options.config): events go to the platform, environment \(platform.environment.stage)")
                Terminal.say("no faults")
                return
            }
        }
        Terminal.say("\(options.config): events go to \(loaded.host.broker.endpoint), topic \(loaded.host.topic)")
        if connect { try tryBroker(loaded.host) }
        Terminal.say("no faults")
    }

    /// Connects as a host would, or beside it, and asks for the shadow.
    private func tryBroker(_ host: HostConfiguration) throws {
        do {
            var name: String?
            if case .on(let configured) = host.shadow { name = configured }
            let connection = try OperatorConnection(host, clientID: nil, shadowName: name)
            Terminal.say("\(host.broker.endpoint): accepts the connection")
            guard host.shadow != .off else { return Terminal.say("shadow: off, not asked for") }
            switch try connection.shadow.get() {
            case .some(let document): Terminal.say("shadow: version \(document.version ?? 0)")
            case nil: Terminal.say("shadow: there is none yet; the host makes it when it first connects")
            }
        } catch {
            Terminal.complain("\(error)")
            throw HostExit.failure.code
        }
    }
}
