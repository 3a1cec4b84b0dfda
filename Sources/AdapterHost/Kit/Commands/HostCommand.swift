import ArgumentParser

/// `adapter-host`, with a subcommand a file.
struct HostCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adapter-host",
        abstract: "Takes production data out of print shops and into an IoT platform, without losing any of it.",
        discussion: """
            Examples:
              adapter-host check                          what is wrong with adapter-configs/host.yaml, all of it
              adapter-host doctor                         what is wrong with anything that the host needs, and what to do
              adapter-host run                            read the presses, publish their events
              adapter-host convert feed.xml               a document's events, one JSON object a line
              adapter-host convert --press cutter.yaml --explain feed.xml
              adapter-host provision                      get this device's certificate from the platform
              adapter-host shadow set --publishing off    what the platform's side would ask for
              adapter-host dead-letters ls                what made no event, and why; retry tries it again
              adapter-host spool status                   what waits for the broker, and how long there is room
              adapter-host top                            how the running host is doing; tap shows events as they pass
              adapter-host config sample prinect          every option of a press file, with its default
              adapter-host adapters describe csv          the same as a table; adapters new begins an adapter
            """,
        version: HostVersion.text,
        subcommands: [
            RunCommand.self, CheckCommand.self, DoctorCommand.self, TopCommand.self, TapCommand.self,
            ConvertCommand.self, ProvisionCommand.self, ShadowCommand.self, SpoolCommand.self,
            DeadLettersCommand.self, AdaptersCommand.self, ConfigCommand.self, LicensesCommand.self, ManCommand.self,
        ])
}
