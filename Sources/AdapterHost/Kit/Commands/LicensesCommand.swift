import ArgumentParser

/// `adapter-host licenses`
struct LicensesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "licenses",
        abstract: "List what the program is made of, with versions and licences.",
        discussion: """
            Swift packages stand there as this program was built from them; libraries of the system as they are called.

            Examples:
              adapter-host licenses
              adapter-host licenses --full | less       with the texts of all licences and notices
              adapter-host licenses --json
            """)

    @Flag(help: "Print the texts too.")
    var full = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        if full, json { throw ValidationError("--full and --json exclude each other") }
    }

    func run() throws {
        let report = LicenseReport(packages: LinkedPackage.all, components: SystemComponent.all)
        Terminal.write(json ? report.json.text : full ? report.full : report.table, to: 1)
    }
}
