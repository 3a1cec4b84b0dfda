/// What the reading of a configuration brought to light: faults of all files, and every option that was asked for.
///
/// Not thread-safe: a configuration is read by one task.
public final class ConfigurationReport {
    public private(set) var faults: [ConfigurationFault] = []
    /// In the order of the reads: what option tables, samples and the schema are made of.
    public private(set) var options: [ConfigurationOption] = []

    /// The event types that sources are told to give their events, with their places: the host knows which there may be.
    public private(set) var eventTypes: [(name: String, mark: ConfigurationNode.Mark)] = []

    public init() {}

    /// Notes a fault; the same one at the same place only once.
    public func add(_ fault: ConfigurationFault) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    func add(eventType name: String, at mark: ConfigurationNode.Mark) {
        eventTypes.append((name, mark))
    }

    /// Notes an option; one that is read in another form too keeps both.
    func add(_ option: ConfigurationOption) {
        guard let index = options.firstIndex(where: { $0.path == option.path }) else { return options.append(option) }
        for form in option.forms where !options[index].forms.contains(form) { options[index].forms.append(form) }
    }
}
