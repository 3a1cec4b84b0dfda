import ArgumentParser
import Foundation
import IoTTransport

/// `adapter-host doctor`
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at everything that the host needs, and say what is wrong and what to do.",
        discussion: """
            Configuration, state folder and disk, spool, dead letters, filter, certificate and key, the way to the broker
            (name, port, TLS, session, shadow), topic, clock, and each press's folder. Works beside a running host and
            without one; run it as the user that the host runs as. It changes nothing, and publishes nothing unless
            --publish is given: then one event of the type reference-client-test.

            Exits 0 when nothing fails, warnings or not, 1 when something does, and 78 when it is the configuration.

            Examples:
              adapter-host doctor
              adapter-host doctor --json | jq '.findings[] | select(.level != "ok")'
              adapter-host doctor --publish
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Also publish one event of the type reference-client-test, and wait for its PUBACK.")
    var publish = false

    func run() async throws {
        let doctor = Doctor(
            configuration: ConfigurationCheck(
                path: options.config, environmentName: options.env,
                environment: ProcessInfo.processInfo.environment, kinds: AdapterKinds.current),
            publishes: publish, now: { SystemClock.seconds() })
        var findings: [Finding] = []
        await doctor.run { finding in
            findings.append(finding)
            if !json { Terminal.say(FindingText.text(finding)) }
        }
        Terminal.say(json ? FindingText.json(findings) : FindingText.summary(findings))
        if findings.contains(where: { $0.id == "configuration.fault" }) { throw HostExit.configuration.code }
        if findings.contains(where: { $0.level == .failure }) { throw HostExit.failure.code }
    }
}
