import ArgumentParser
import Glibc
import IoTTransport

/// `adapter-host dead-letters …`
struct DeadLettersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead-letters",
        abstract: "Look at records that made no event and events that the broker does not take; try them again.",
        discussion: "All of it works beside a running host and without one.",
        subcommands: [
            DeadLettersListCommand.self, DeadLettersShowCommand.self, DeadLettersRetryCommand.self,
            DeadLettersDropCommand.self,
        ])

    /// Which of them, for a command that changes something: nothing is meant by leaving all out.
    struct Selection: ParsableArguments {
        @Argument(help: ArgumentHelp("The letters' ids, as ls prints them.", valueName: "id"))
        var ids: [Int64] = []

        @Flag(help: "All of them, or all that --source and --reason leave.")
        var all = false

        @OptionGroup var filter: Filter

        func validate() throws {
            let isFiltered = filter.source != nil || filter.reason != nil
            if ids.isEmpty, !all, !isFiltered {
                throw ValidationError("say which: ids, --source, --reason or --all")
            }
            if !ids.isEmpty, all || isFiltered {
                throw ValidationError("either ids, or --all, --source and --reason")
            }
            if ids.count > DeadLetterSelection.largest {
                throw ValidationError("\(ids.count) ids are too many at once: \(DeadLetterSelection.largest) at most")
            }
        }

        var selection: DeadLetterSelection {
            ids.isEmpty ? filter.selection : DeadLetterSelection(ids: Array(Set(ids)).sorted())
        }
    }

    struct Filter: ParsableArguments {
        @Option(help: ArgumentHelp("Only those of this press.", valueName: "id"))
        var source: String?

        @Option(help: ArgumentHelp("Only those with this code, such as unknown_asset.", valueName: "code"))
        var reason: String?

        var selection: DeadLetterSelection { DeadLetterSelection(source: source, code: reason) }
    }

    /// A fault on standard error, and exit status 1.
    static func perform<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let fault as SpoolVisitor.Fault {
            Terminal.complain(fault.description)
            throw HostExit.failure.code
        }
    }
}
