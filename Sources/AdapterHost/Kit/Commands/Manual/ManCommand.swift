import ArgumentParser
import Certificates
import Foundation
import IoTTransport

/// `adapter-host man`: for who makes packages.
struct ManCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "man", abstract: "Print the manual page, made from the commands themselves.",
        discussion: """
            The page's date is that of SOURCE_DATE_EPOCH, or today.

            Examples:
              adapter-host man | man -l -
            """,
        shouldDisplay: false)

    func run() throws {
        let epoch = ProcessInfo.processInfo.environment["SOURCE_DATE_EPOCH"].flatMap { Int64($0) }
        let date = UTCText.text(epoch ?? SystemClock.seconds()).prefix(10)
        let page = ManualPage(
            program: try CommandDescription.program(HostCommand.self), version: HostVersion.text, date: String(date))
        Terminal.write(page.text, to: 1)
    }
}
