/// A kind of source: all that an adapter must be.
///
/// An adapter knows one format and nothing of the platform. Its lifetime is the call of ``run(_:)``; cancellation of that
/// call is the only stop. Each source runs on a thread of its own, so `run` may block without holding up another source.
public protocol SourceAdapter: Sendable {
    /// What a press file writes at `adapter:` to choose it.
    static var kind: String { get }

    /// Reads and validates the options. No input or output here: constructing an adapter must have no side effect.
    /// Faults are best reported through the reader, which gathers them all; throw only what cannot be said so.
    init(_ configuration: inout ConfigurationReader) throws

    /// Reads the source and sends records until cancelled (or until idle, if the context says so).
    /// A thrown error means that the source failed: the host shows it and starts the source again after a while.
    func run(_ context: AdapterContext) async throws

    /// What it reads and nobody else may (`http://127.0.0.1:8889/press-1`), so that a configuration in which two sources
    /// name the same is found wrong before they start. Nil when there is no such thing.
    var exclusiveInput: String? { get }
}

extension SourceAdapter {
    public var exclusiveInput: String? { nil }
}
