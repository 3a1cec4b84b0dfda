/// What is on disk is not what was written there, although SQLite can read it.
struct SpoolDamage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
