import AdapterAPI

/// All that is wrong with a configuration, in the order of files and lines.
struct ConfigurationFaults: Error, CustomStringConvertible {
    let faults: [ConfigurationFault]

    init(_ faults: [ConfigurationFault]) {
        self.faults = faults.sorted {
            ($0.mark.file, $0.mark.line, $0.mark.column) < ($1.mark.file, $1.mark.line, $1.mark.column)
        }
    }

    var description: String { faults.map(\.description).joined(separator: "\n") }
}
