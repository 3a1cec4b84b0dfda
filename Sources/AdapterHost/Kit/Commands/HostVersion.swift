/// The program's version (semver.org).
enum HostVersion {
    static let text = "0.1.0"
}
