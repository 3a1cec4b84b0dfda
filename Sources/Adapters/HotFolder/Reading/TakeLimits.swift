/// What one group of files may hold: its files share flush and syncs, and leave the folder together.
struct TakeLimits {
    /// Files.
    var files = 256
    /// Bytes read from which on a group ends.
    var bytes: Int64 = 32 << 20
    /// Time from which on a group ends, so that files leave soon although each takes long.
    var time = Duration.seconds(1)
}
