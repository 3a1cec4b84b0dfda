/// Whether the disk was found full, and the reserve given up for deleting.
struct DiskSpace {
    var isLow: Bool

    /// Nothing can be appended until acknowledged events have made room.
    struct Shortage: Error, CustomStringConvertible {
        var description: String { "disk full (waits until delivered events make room)" }
    }
}
