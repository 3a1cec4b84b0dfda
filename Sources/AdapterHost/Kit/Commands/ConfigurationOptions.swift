import ArgumentParser
import Foundation

/// Which configuration a command reads.
struct ConfigurationOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The host's configuration file.", valueName: "file"))
    var config = "adapter-configs/host.yaml"

    @Option(help: ArgumentHelp("The platform's environment, in place of the configured one.", valueName: "name"))
    var env: String?

    /// Reads the configuration, or prints every fault and leaves with the exit code for a bad one.
    func load() throws -> ConfigurationLoader.Loaded {
        let loader = ConfigurationLoader(
            kinds: AdapterKinds.current, environment: ProcessInfo.processInfo.environment)
        do throws(ConfigurationFaults) {
            return try loader.load(path: config, environmentName: env)
        } catch {
            Terminal.complain(error.description)
            Terminal.complain(error.faults.count == 1 ? "1 fault" : "\(error.faults.count) faults")
            throw HostExit.configuration.code
        }
    }
}
