/// Why the platform does not start, or could not store something.
public struct LocalPlatformFault: Error, CustomStringConvertible, Equatable {
    /// In words for a person.
    public let description: String
}
