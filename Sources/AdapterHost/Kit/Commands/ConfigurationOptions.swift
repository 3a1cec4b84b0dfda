import ArgumentParser
import Foundation

/// Which configuration a command reads.
struct ConfigurationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The host's configuration file. Where adapter-configs/host.yaml is not there, /etc/adapter-host/host.yaml.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config = ConfigurationOptions.present

    @Option(help: ArgumentHelp("The platform's environment, in place of the configured one.", valueName: "name"))
    var env: String?

    /// Beside one's own work, else where a package puts it.
    private static var present: String {
        let places = ["adapter-configs/host.yaml", "/etc/adapter-host/host.yaml"]
        return places.first { FileManager.default.fileExists(atPath: $0) } ?? places[0]
    }

    /// Reads the configuration, or prints every fault and leaves with the exit code for a bad one.
    func load() throws -> ConfigurationLoader.Loaded {
        try orLeave { loader throws(ConfigurationFaults) in try loader.load(path: config, environmentName: env) }
    }

    /// Reads `host.yaml` alone, whatever the state of the certificate store; leaves as ``load()`` does.
    func loadHost() throws -> HostConfiguration {
        try orLeave { loader throws(ConfigurationFaults) in
            var loader = loader
            loader.requiresIdentity = false
            return try loader.loadHost(path: config, environmentName: env)
        }
    }

    /// Reads all of it again, for a host that runs: its certificate store is not changed by that, and so not judged.
    func reloading() -> @Sendable () -> Result<ConfigurationLoader.Loaded, ConfigurationFaults> {
        let (config, env, kinds) = (config, env, AdapterKinds.current)
        return {
            Result { () throws(ConfigurationFaults) in
                let loader = ConfigurationLoader(
                    kinds: kinds, environment: ProcessInfo.processInfo.environment, requiresIdentity: false)
                return try loader.load(path: config, environmentName: env)
            }
        }
    }

    /// With a report of its own each time.
    private var loader: ConfigurationLoader {
        ConfigurationLoader(kinds: AdapterKinds.current, environment: ProcessInfo.processInfo.environment)
    }

    private func orLeave<Value>(
        _ load: (ConfigurationLoader) throws(ConfigurationFaults) -> Value
    ) throws -> Value {
        do throws(ConfigurationFaults) {
            return try load(loader)
        } catch {
            Terminal.complain(error.description)
            Terminal.complain(error.faults.count == 1 ? "1 fault" : "\(error.faults.count) faults")
            throw HostExit.configuration.code
        }
    }
}
