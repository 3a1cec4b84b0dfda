import ArgumentParser
import Foundation
import LocalPlatform
import UnixSignals

/// `local-platform`
struct LocalPlatformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "local-platform",
        abstract: "The IoT platform on this machine: MQTT, shadows, provisioning, and a page that shows it all.",
        discussion: """
            Prints a line for each interesting thing. Ctrl-C and SIGTERM end it with a summary and exit status 0. What it
            keeps is in its folder: its certificate authority, the API key, shadows and assets.

            Examples:
              local-platform                                    on the usual ports, folder local-platform
              local-platform --mqtt-port 0 --tls-port 0 --http-port 0 --port-file ports
              local-platform --stage stg --limits none
            """)

    @Option(help: "Its folder; made when it is not there.")
    var folder = "local-platform"

    @Option(help: "TCP port of MQTT without TLS; 0 for any that is free.")
    var mqttPort = 1883

    @Option(help: "TCP port of MQTT with TLS; 0 for any that is free.")
    var tlsPort = 8883

    @Option(help: "TCP port of the page, its API and provisioning; 0 for any that is free.")
    var httpPort = 8781

    @Option(help: "The stage, as in the telemetry rule's name.")
    var stage = "dev"

    @Option(help: "What provisioning asks for; without it, the key in the folder's api-key.txt.")
    var apiKey: String?

    @Option(help: "The limits of a connection: aws or none.")
    var limits = Limits.aws

    @Option(help: "The address to listen on; one that is not of this machine alone opens it to the network.")
    var host = "127.0.0.1"

    @Flag(help: "Print the addresses and the summary only.")
    var quiet = false

    @Option(help: "Write the ports to this file once all listen: mqtt_port=, tls_port=, http_port=, a line each.")
    var portFile: String?

    enum Limits: String, ExpressibleByArgument, CaseIterable {
        case aws, none
    }

    func validate() throws {
        for port in [mqttPort, tlsPort, httpPort] where !(0...65_535).contains(port) {
            throw ValidationError("\(port) is no port; one from 0 to 65535 is wanted")
        }
        guard !stage.isEmpty, stage.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && !"/+#".utf8.contains($0) }) else {
            throw ValidationError("\"\(stage)\" is no stage; it is part of topics")
        }
        if let apiKey, apiKey.isEmpty { throw ValidationError("the API key is empty") }
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        var options = LocalPlatformOptions(folder: folder)
        options.host = host
        options.mqttPort = mqttPort
        options.tlsPort = tlsPort
        options.httpPort = httpPort
        options.stage = stage
        options.apiKey = apiKey
        options.limits = limits == .aws ? .aws : .none
        if !quiet { options.log = { Self.say($0) } }
        let platform = LocalPlatform(options)
        do {
            let addresses = try await platform.start()
            announce(addresses)
            if let portFile { try Self.write(addresses, to: portFile) }
        } catch {
            await platform.stop()
            FileHandle.standardError.write(Data("local-platform: \(error)\n".utf8))
            throw ExitCode.failure
        }
        for await _ in signals { break }
        Self.say("\(await platform.stop())")
    }

    private func announce(_ addresses: LocalPlatformAddresses) {
        Self.say("page  \(addresses.page)")
        Self.say("mqtt  \(host):\(addresses.mqttPort), any client id")
        Self.say("mqtts \(host):\(addresses.tlsPort), client certificates by \(folder)/ca.pem")
        Self.say("topic $aws/rules/iot_data_platform_telemetry_\(stage)")
        if apiKey == nil { Self.say("key   in \(folder)/api-key.txt") }
    }

    /// Under another name first, so that who waits for the file sees it whole.
    private static func write(_ addresses: LocalPlatformAddresses, to file: String) throws {
        let text =
            "mqtt_port=\(addresses.mqttPort)\ntls_port=\(addresses.tlsPort)\nhttp_port=\(addresses.httpPort)\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    }

    private static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
