import ArgumentParser
import IoTTransport
import Provisioning

/// `adapter-host provision import`
struct ProvisionImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Take over certificate, key and client id from another folder, in whichever layout.",
        discussion: """
            Everything is checked before anything is changed; the other folder is only read. Where the present
            certificate still works, the new one waits beside it: the next adapter-host run connects with it, puts it in
            place once the platform has accepted it, and keeps the old one in the folder "previous".

            Examples:
              adapter-host provision import /opt/old-client/certificate_store
              adapter-host provision import /media/usb --config hall-2/host.yaml
            """)

    @OptionGroup var options: ConfigurationOptions

    @Argument(help: ArgumentHelp("The folder to take it from.", valueName: "dir"))
    var folder: String

    func run() throws {
        let platform = try options.loadHost().requiredPlatform(options.config)
        do {
            try take(into: platform.storeFolder)
        } catch let exit as ExitCode {
            throw exit
        } catch {
            Terminal.complain("\(error)")
            throw HostExit.failure.code
        }
    }

    private func take(into store: String) throws {
        let target = StoreFolder(store)
        let source = StoreContents(folder: folder)
        let now = SystemClock.seconds()
        let plan = StoreImport(from: source, into: StoreContents(folder: store), at: now)
        switch plan {
        case .refuse(let findings):
            for finding in findings { Terminal.complain("\(finding)") }
            Terminal.complain("nothing was changed")
            throw HostExit.failure.code
        case .same: Terminal.say("\(store) holds this identity already: nothing to do")
        case .install(let material):
            try change(store) { try target.install(material) }
            Terminal.say("\(folder): taken over into \(store)")
        case .stage(let material):
            try change(store) { try target.stage(material) }
            Terminal.say("\(folder): waits in \(store)/\(StoreFolder.next)")
            Terminal.say(
                "The next start of adapter-host run connects with it, puts it in place once the platform has accepted "
                    + "it, and goes on with the present one otherwise.")
        }
    }

    private func change(_ store: String, _ body: () throws -> Void) throws {
        try StoreFolder(store).makeIfMissing()
        let lock = try StoreLock(folder: store)
        defer { withExtendedLifetime(lock) {} }
        let journal = ProvisioningJournal(store: store)
        if let record = try journal.read(), record.answer != nil {
            Terminal.complain(
                "\(journal.path): the platform has given a certificate that is not installed yet: first run "
                    + "adapter-host provision --repair")
            throw HostExit.failure.code
        }
        try body()
        // A request without an answer is settled by this.
        try journal.remove()
    }
}
