/// A Swift package that the program links. The build writes `all`, see `Plugins/LicenseList`.
struct LinkedPackage: Sendable {
    /// Its identity: the last part of its address.
    let name: String
    /// What this build resolved.
    let version: String
    let url: String
    /// By https://spdx.org/licenses; empty where its text is none that is known.
    let license: String
    /// Its licence and notice files, with their names within the package.
    let texts: [(name: String, text: String)]
}
