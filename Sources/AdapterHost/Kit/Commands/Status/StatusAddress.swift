import ArgumentParser

/// Where the running host's status is, for commands that watch it.
struct StatusAddress: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOptions

    /// Leaves with a word about what to add where there is no `status:`.
    func choice() throws -> StatusChoice {
        if let status = try configuration.loadHost().status { return status }
        Terminal.complain(
            """
            \(configuration.config) has no status: section, so nobody can watch the host. Add
              status: { listen: 127.0.0.1:8780 }
            and start the host again.
            """)
        throw HostExit.configuration.code
    }

    /// What the host says of itself.
    static func report(_ choice: StatusChoice) throws(StatusConnection.Fault) -> StatusReport {
        let bytes = try StatusConnection(choice, path: "/api/status").readAll()
        guard let report = StatusReport(json: bytes) else {
            throw StatusConnection.Fault(
                description: "http://\(choice.listen) answers what this version does not understand: is it another one?"
            )
        }
        return report
    }

    /// Does it, or leaves with its fault.
    static func perform<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let fault as StatusConnection.Fault {
            Terminal.complain(fault.description)
            throw HostExit.failure.code
        }
    }
}
