public import AdapterAPI

/// Makes events of presses that do not exist: for a first look, for tests and for load.
public struct SyntheticAdapter: SourceAdapter {
    public static let kind = "synthetic"

    let options: SyntheticOptions

    public init(_ configuration: inout ConfigurationReader) throws {
        options = SyntheticOptions(&configuration)
    }

    public func run(_ context: AdapterContext) async throws {
        let run = SyntheticRun(options, context)
        try await run.run()
    }
}
