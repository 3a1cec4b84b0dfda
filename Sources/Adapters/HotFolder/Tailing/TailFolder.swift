public import AdapterAPI

/// A folder of files that grow: each is followed as one text of records, wherever it is moved to within the folder, and
/// nothing is changed in it.
///
/// Nothing is lost and nothing is taken twice, wherever the process ends: see ``TailTaker``.
public struct TailFolder: Sendable {
    private let settings: HotFolderSettings
    private let lastLineAfter: Duration?

    /// - Parameter lastLineAfter: how long a last line without a line end waits in a file that does not grow; nil: until
    ///   the file is given another name or deleted.
    public init(_ settings: HotFolderSettings, lastLineAfter: Duration? = nil) {
        self.settings = settings
        self.lastLineAfter = lastLineAfter
    }

    /// Follows files until cancelled; or, if the context says so, reads what is there now. Blocks its thread while it waits.
    public func run(_ context: AdapterContext, adapter: some GrowingFileAdapter) async throws {
        let wake = try WakePipe()
        try await withTaskCancellationHandler {
            let taker = TailTaker(context, adapter)
            try await TailRun(settings, lastLineAfter: lastLineAfter, context, taker, wake).run()
        } onCancel: {
            wake.signal()
        }
    }
}
