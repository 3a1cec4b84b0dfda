import AdapterAPI
import ArgumentParser
import Certificates
import IoTTransport
import Provisioning

/// `adapter-host provision status`
struct ProvisionStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show what lies in the certificate store, and what is wrong with it.",
        discussion: """
            The exit status is 0 when the store can be used, 1 otherwise.

            Examples:
              adapter-host provision status
              adapter-host provision status --json
            """)

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let platform = try options.loadHost().requiredPlatform(options.config)
        let report = StoreReport(
            folder: platform.storeFolder, inspection: platform.inspection, topic: platform.topic,
            staged: StoreFolder(platform.storeFolder).staged.map { StoreInspection($0, at: SystemClock.seconds()) },
            journal: Self.journal(platform.storeFolder))
        Terminal.write(json ? report.json : report.text, to: 1)
        if !report.isUsable { throw HostExit.failure.code }
    }

    private static func journal(_ folder: String) -> StoreReport.Journal {
        do {
            guard let record = try ProvisioningJournal(store: folder).read() else { return .none }
            return record.answer == nil ? .asked(since: record.since) : .answered(since: record.since)
        } catch { return .unreadable }
    }
}
