/// The program's manual page, made from what the argument parser knows of its commands.
struct ManualPage {
    let program: CommandDescription
    let version: String
    /// Of the page, as YYYY-MM-DD.
    let date: String

    /// The page in man(7).
    var text: String {
        var roff = RoffText()
        roff.macro(".TH \(program.commandName.uppercased()) 1 \(date) \"\(program.commandName) \(version)\"")
        roff.macro(".SH NAME")
        let abstract = program.abstract ?? ""
        roff.line("\(program.commandName) - \(abstract.hasSuffix(".") ? String(abstract.dropLast()) : abstract)")
        roff.macro(".SH SYNOPSIS")
        roff.macro(".B", program.commandName)
        roff.macro("\\fICOMMAND\\fR [\\fIOPTION\\fR ...]")
        roff.macro(".SH DESCRIPTION")
        roff.paragraphs(Self.description)
        roff.macro(".SH OPTIONS")
        roff.line("Every command takes these.")
        for argument in program.arguments ?? [] where argument.isCommon { write(argument, &roff) }
        roff.macro(".SH COMMANDS")
        for command in program.all.dropFirst() { write(command, &roff) }
        for (title, entries) in Self.tables {
            roff.macro(".SH \(title)")
            for (name, meaning) in entries {
                roff.macro(".TP")
                roff.macro(".B", name)
                roff.line(meaning)
            }
        }
        roff.macro(".SH EXAMPLES")
        let examples = program.discussion ?? ""
        roff.paragraphs(examples.hasPrefix("Examples:\n") ? String(examples.dropFirst(10)) : examples)
        roff.macro(".SH SEE ALSO")
        roff.macro(".BR systemctl (1),\n.BR journalctl (1),\n.BR mosquitto_sub (1)")
        return roff.text
    }

    private func write(_ command: CommandDescription, _ roff: inout RoffText) {
        roff.macro(".SS", command.words)
        let arguments = (command.arguments ?? []).filter { $0.shouldDisplay && !$0.isCommon }
        let isGroup = !(command.subcommands ?? []).isEmpty
        if !arguments.isEmpty || isGroup {
            roff.paragraph()
            roff.line(
                ([command.words] + (isGroup ? ["COMMAND"] : []) + arguments.map(Self.usage)).joined(separator: " "))
        }
        roff.paragraphs(command.abstract ?? "")
        if let discussion = command.discussion { roff.paragraphs(discussion) }
        for argument in arguments { write(argument, &roff) }
    }

    /// As in a synopsis.
    private static func usage(_ argument: CommandDescription.Argument) -> String {
        let value = (argument.valueName ?? "value").uppercased() + (argument.isRepeating ? "…" : "")
        let text: String
        switch argument.kind {
        case "positional": text = value
        case "flag": text = argument.names?.last?.text ?? ""
        default: text = "\(argument.names?.last?.text ?? "") \(value)"
        }
        return argument.isOptional ? "[\(text)]" : text
    }

    private func write(_ argument: CommandDescription.Argument, _ roff: inout RoffText) {
        roff.macro(".TP")
        let names = (argument.names ?? []).map(\.text)
        let value = argument.kind == "flag" ? nil : argument.valueName?.uppercased()
        roff.macro(
            ".B",
            ([names.joined(separator: ", ")] + [value].compactMap { $0 }).filter { !$0.isEmpty }.joined(separator: " "))
        var words = [argument.abstract, argument.discussion].compactMap { $0 }
        if let values = argument.allValues, !values.isEmpty {
            words.append("One of \(values.joined(separator: ", ")).")
        }
        if let fallback = argument.defaultValue { words.append("Default: \(fallback).") }
        roff.line(words.isEmpty ? "No more is known of it." : words.joined(separator: " "))
    }

    private static let description = """
        One process on a small PC in the pressroom reads what presses write, turns each record into one event, keeps it on \
        disk until the broker has acknowledged it, and publishes it over MQTT with QoS 1. However it ends, nothing is lost: \
        after the next start every record arrives.

        A host is one host.yaml and a file for each press. "config sample" prints every option of both, with defaults; \
        "check" names everything that is wrong; "run" reads and publishes.
        """

    private static let tables: [(String, [(String, String)])] = [
        (
            "EXIT STATUS",
            [
                ("0", "Done."), ("1", "Failed, or some records were refused."), ("64", "Wrong usage."),
                ("78", "Bad configuration: only a person can help, so a service manager should not start it again."),
            ]
        ),
        (
            "ENVIRONMENT",
            [
                ("STAGE, BASE_URL, API_KEY, API_VERSION", "Win over what the file env.NAME of the platform says."),
                (
                    "NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID",
                    "How run tells a service manager that it is ready and alive."
                ),
                ("any other", "Stands in configuration files where ${NAME} does."),
            ]
        ),
        (
            "FILES",
            [
                ("/etc/adapter-host/host.yaml", "The host's configuration where it is installed from a package."),
                ("/etc/adapter-host/presses/*.yaml", "A file for each press."),
                ("/etc/adapter-host/environment", "Lines of NAME=value for the service, such as API_KEY."),
                ("/var/lib/adapter-host", "Spool, dead letters, counters, shadow, lock and certificate store."),
            ]
        ),
    ]
}
