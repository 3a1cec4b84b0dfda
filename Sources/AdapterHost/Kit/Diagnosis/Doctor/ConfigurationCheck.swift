import AdapterAPI

/// Whether host.yaml and the press files can be used, by the host's own loader.
struct ConfigurationCheck {
    let path: String
    let environmentName: String?
    let environment: [String: String]
    let kinds: AdapterKinds

    /// What could be read, and what is wrong with the rest.
    struct Outcome {
        var findings: [Finding]
        var host: HostConfiguration?
        /// Empty when one of them has a fault.
        var presses: [PressConfiguration] = []
    }

    func run() -> Outcome {
        do throws(ConfigurationFaults) {
            let loaded = try loader.load(path: path, environmentName: environmentName)
            let count = loaded.presses.count
            let files = Words.counted(count, "press file", "press files")
            let ok = Words.ok("configuration.ok", Words.configuration, "\(path) and \(files) have no faults.")
            return Outcome(findings: [ok], host: loaded.host, presses: loaded.presses)
        } catch {
            let findings = error.faults.map { fault in
                Words.failure(
                    "configuration.fault", Words.configuration, "\(fault).",
                    "Correct that line, then run: adapter-host check. A host does not start before; one that runs goes on"
                        + " with what it started with.")
            }
            let host = try? loader.loadHost(path: path, environmentName: environmentName)
            return Outcome(findings: findings, host: host)
        }
    }

    /// The certificate store has a check of its own. Each load has a report of its own.
    private var loader: ConfigurationLoader {
        ConfigurationLoader(kinds: kinds, environment: environment, requiresIdentity: false)
    }
}
