/// A text that must not be seen: an API key, a private key. It prints as `•••`, wherever it is put.
public struct SecretText: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The text itself: for the one place that uses it.
    public let revealed: String

    public init(_ text: String) { revealed = text }

    public var isEmpty: Bool { revealed.isEmpty }
    public var description: String { "•••" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
