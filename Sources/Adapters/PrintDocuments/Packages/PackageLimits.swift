/// Limits on a package, so that no input can take the host's memory or time.
package struct PackageLimits: Sendable {
    /// Bytes of one part's header.
    package var header = 64 * 1024
    /// Parts, nested packages included.
    package var parts = 10_000
    /// Packages inside one another.
    package var nesting = 4
    /// Bytes that may come out of a gzip file.
    package var unpacked: Int64 = 4 << 30

    package init() {}
}
