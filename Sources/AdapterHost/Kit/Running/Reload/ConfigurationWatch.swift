/// Notices that the files of a configuration have changed and that nobody writes them any more. Pure.
///
/// look(changed) → nil; look(the same again) → the changed files, once.
struct ConfigurationWatch {
    /// What was read last.
    private var read: ConfigurationStamp
    /// What was seen last.
    private var seen: ConfigurationStamp

    init(_ stamp: ConfigurationStamp) {
        read = stamp
        seen = stamp
    }

    /// The files that changed, once they have been the same for two looks; nil otherwise.
    mutating func look(_ stamp: ConfigurationStamp) -> [String]? {
        defer { seen = stamp }
        guard stamp == seen, stamp != read else { return nil }
        defer { read = stamp }
        return read.changes(to: stamp)
    }
}
