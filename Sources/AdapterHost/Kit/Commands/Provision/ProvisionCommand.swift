import ArgumentParser

/// `adapter-host provision …`
struct ProvisionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision",
        abstract: "Get this device's certificate from the platform, look at it, or take over an existing one.",
        discussion: """
            Without a subcommand: asks the platform for a certificate, by the environment's base_url and API key
            (variables BASE_URL and API_KEY win over the file env.NAME), and installs it in platform.certificateStore.
            Each request makes a device at the platform, so nothing is asked for where an identity lies already, and no
            request is ever repeated by itself. Killed at any moment, it goes on where it was.

            Examples:
              API_KEY=… adapter-host provision           get a certificate, once
              adapter-host provision status              what is there, and its faults
              adapter-host provision import /media/usb   take over existing files
              adapter-host provision --repair            mend modes and derived files
              adapter-host provision --force             make a new device
            """,
        subcommands: [ProvisionNowCommand.self, ProvisionStatusCommand.self, ProvisionImportCommand.self],
        defaultSubcommand: ProvisionNowCommand.self)
}
