/// The words of JMF's status attributes and what the platform's schema `generic.signal/Status/2` calls them; compared
/// without regard to case.
enum StatusWords {
    /// The schema's own spelling; the correct one is rejected.
    private static let nonProductive: StaticString = "NonPoductive"

    private static let devices: [(StaticString, StaticString)] = [
        ("Idle", "Idle"), ("Running", "Production"), ("Setup", "Production"), ("Cleanup", "Production"),
        ("Production", "Production"), ("Stopped", "Stopped"), ("Down", "Offline"), ("Unknown", "Offline"),
        ("Offline", "Offline"), ("NonProductive", nonProductive),
    ]
    private static let phases: [(StaticString, StaticString)] = [
        ("InProgress", "InProgress"), ("Setup", "Setup"), ("Cleanup", "Cleanup"), ("Stopped", "Stopped"),
        ("Suspended", "Suspended"), ("Completed", "Completed"), ("Waiting", "Waiting"), ("Ready", "Waiting"),
        ("TestRunInProgress", "Waiting"), ("FailedTestRun", "Aborted"), ("Aborted", "Aborted"),
    ]

    /// A device's status from its attributes, or nil when `status` does not map. A status that maps gives way to a
    /// condition of Offline or Failure, and then to an operation mode of NonProductive or Maintenance.
    static func device(
        status: UnsafeRawBufferPointer, condition: UnsafeRawBufferPointer?, mode: UnsafeRawBufferPointer?
    ) -> StaticString? {
        guard let mapped = look(status, in: devices) else { return nil }
        if let condition, equals(condition, "Offline") || equals(condition, "Failure") { return "Offline" }
        if let mode, equals(mode, "NonProductive") || equals(mode, "Maintenance") { return nonProductive }
        return mapped
    }

    /// A job phase's status, or nil when it does not map and the phase is left out.
    static func phase(_ status: UnsafeRawBufferPointer) -> StaticString? { look(status, in: phases) }

    private static func look(
        _ value: UnsafeRawBufferPointer, in table: [(StaticString, StaticString)]
    ) -> StaticString? {
        for (word, target) in table where equals(value, word) { return target }
        return nil
    }

    private static func equals(_ value: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
        guard value.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<value.count where value[index] | 0x20 != word.utf8Start[index] | 0x20 { return false }
        return true
    }
}
