import ArgumentParser
import Foundation

/// A command as the argument parser describes it: what `--experimental-dump-help` prints.
struct CommandDescription: Decodable {
    var commandName: String
    var abstract: String?
    var discussion: String?
    var shouldDisplay: Bool?
    /// The names in front of its own.
    var superCommands: [String]?
    var subcommands: [CommandDescription]?
    var arguments: [Argument]?

    /// An argument, option or flag.
    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String

            /// As it is typed.
            var text: String { kind == "short" ? "-" + name : kind == "long" ? "--" + name : "-" + name }
        }
        /// `positional`, `option` or `flag`.
        var kind: String
        var shouldDisplay: Bool
        var isOptional: Bool
        var isRepeating: Bool
        var names: [Name]?
        var valueName: String?
        var defaultValue: String?
        var allValues: [String]?
        var abstract: String?
        var discussion: String?

        /// Every command has these.
        var isCommon: Bool { names?.contains { $0.text == "--help" || $0.text == "--version" } ?? false }
    }

    /// How it is called, the program's name included.
    var words: String { ((superCommands ?? []) + [commandName]).joined(separator: " ") }

    /// It and all below it that are shown to users, each before its own; without the parser's `help`.
    var all: [CommandDescription] {
        let below = (subcommands ?? []).filter { $0.shouldDisplay ?? true && $0.commandName != "help" }
        return [self] + below.flatMap(\.all)
    }

    /// Of the whole program, its subcommands included.
    ///
    /// - Throws: when the parser describes commands in another form than before.
    static func program(_ type: any ParsableCommand.Type) throws -> CommandDescription {
        struct Dump: Decodable { var command: CommandDescription }
        return try JSONDecoder().decode(Dump.self, from: Data(type._dumpHelp().utf8)).command
    }
}
