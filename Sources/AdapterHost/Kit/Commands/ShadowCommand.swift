import ArgumentParser
import IoTTransport

/// `adapter-host shadow …`
struct ShadowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shadow", abstract: "Read or change the device's shadow, as the platform's side does.",
        subcommands: [Get.self, Set.self])

    /// Which shadow, and as whom.
    struct Options: ParsableArguments {
        @OptionGroup var configuration: ConfigurationOptions

        @Option(help: ArgumentHelp("The named shadow to take, in place of the configured one.", valueName: "name"))
        var name: String?

        @Option(
            help: ArgumentHelp(
                "The client id to connect with, in place of the host's with -operator behind it.", valueName: "id"))
        var clientId: String?

        @Flag(help: "Print the document as JSON.")
        var json = false

        func connect() throws -> OperatorConnection {
            let host = try configuration.load().host
            var configured: String?
            if case .on(let name) = host.shadow { configured = name }
            return try OperatorConnection(host, clientID: clientId, shadowName: name ?? configured)
        }
    }

    /// `adapter-host shadow get`
    struct Get: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "get", abstract: "Print the shadow: desired beside reported.",
            discussion: """
                Exits 1 when there is no shadow or no answer.

                Examples:
                  adapter-host shadow get
                  adapter-host shadow get --name adapter-host      the host's summary of itself
                  adapter-host shadow get --json | jq .state.reported
                """)

        @OptionGroup var options: Options

        func run() throws {
            try ShadowCommand.perform {
                guard let document = try options.connect().shadow.get() else {
                    Terminal.complain("there is no such shadow yet: the host makes it when it first connects")
                    throw HostExit.failure.code
                }
                ShadowCommand.show(document, asJSON: options.json)
            }
        }
    }

    /// `adapter-host shadow set`
    struct Set: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set", abstract: "Ask the host to publish or not, or not certain types.",
            discussion: """
                Writes what is desired, waits a few seconds for the host to follow, and prints the shadow.
                A type is eventType or eventType.eventSubtype, as published.

                Examples:
                  adapter-host shadow set --publishing off
                  adapter-host shadow set --blacklist ODA,status.ink
                  adapter-host shadow set --add-blacklist ODA.JobEvent --remove-blacklist ODA
                  adapter-host shadow set --blacklist ""            nothing is blacklisted any more
                """)

        enum Switch: String, ExpressibleByArgument, CaseIterable { case on, off }

        @OptionGroup var options: Options

        @Option(help: "on or off: whether the host publishes at all.")
        var publishing: Switch?

        @Option(help: ArgumentHelp("The whole blacklist, separated by commas.", valueName: "types"))
        var blacklist: String?

        @Option(help: ArgumentHelp("A type to blacklist as well; more than once for several.", valueName: "type"))
        var addBlacklist: [String] = []

        @Option(help: ArgumentHelp("A type to take off the blacklist; more than once for several.", valueName: "type"))
        var removeBlacklist: [String] = []

        private var change: ShadowChange {
            ShadowChange(
                isPublishingEnabled: publishing.map { $0 == .on },
                blacklist: blacklist.map { $0.split(separator: ",").map { String($0.trimmed) } },
                added: addBlacklist, removed: removeBlacklist)
        }

        func validate() throws {
            if change.isEmpty { throw ValidationError("say what to set: --publishing, --blacklist, …") }
        }

        func run() throws {
            try ShadowCommand.perform {
                let connection = try options.connect()
                try connection.shadow.set(change)
                let document = try ShadowCommand.settled(connection.shadow)
                guard let document else { return }
                ShadowCommand.show(document, asJSON: options.json)
                if !document.isSettled {
                    Terminal.complain("the host has not followed yet: it does when it connects next")
                }
            }
        }
    }

    /// The document once the host has reported what is desired, or as it is after a few seconds.
    private static func settled(_ shadow: ShadowOperator) throws -> ShadowDocument? {
        let end = ContinuousClock.now + .seconds(3)
        while true {
            let document = try shadow.get()
            if document?.isSettled ?? true || ContinuousClock.now >= end { return document }
            Terminal.pause(milliseconds: 250)
        }
    }

    private static func perform(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let fault as OperatorConnection.Fault {
            Terminal.complain(fault.description)
            throw HostExit.failure.code
        } catch let fault as ShadowOperator.Fault {
            Terminal.complain(fault.description)
            throw HostExit.failure.code
        }
    }

    private static func show(_ document: ShadowDocument, asJSON: Bool) {
        if asJSON { return Terminal.say(document.json) }
        Terminal.say("version \(document.version.map(String.init) ?? "unknown")")
        let rows = [("", "desired", "reported")] + document.rows.map { ($0.key, $0.desired ?? "-", $0.reported ?? "-") }
        let first = rows.map(\.0.count).max() ?? 0
        let second = rows.map(\.1.count).max() ?? 0
        for row in rows {
            let key = row.0 + String(repeating: " ", count: first - row.0.count)
            let desired = row.1 + String(repeating: " ", count: second - row.1.count)
            Terminal.say("\(key)  \(desired)  \(row.2)")
        }
    }
}

extension Substring {
    /// Without the blanks around it.
    fileprivate var trimmed: Substring {
        var rest = drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        return rest
    }
}
