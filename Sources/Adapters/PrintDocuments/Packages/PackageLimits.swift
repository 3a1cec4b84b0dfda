/// Limits on a package, so that no input can take the host's memory or time.
struct PackageLimits: Sendable {
    /// Bytes of one part's header.
    var header = 64 * 1024
    /// Parts, nested packages included.
    var parts = 10_000
    /// Packages inside one another.
    var nesting = 4
    /// Bytes that may come out of a gzip file.
    var unpacked: Int64 = 4 << 30
}
