public import AdapterAPI

/// A folder that files arrive in: each is read as a document once it is complete, and moved to `done/` or `error/` once
/// its records are durable.
///
/// Nothing is lost and nothing is taken twice, wherever the process ends: see ``FileTaker``.
public struct HotFolder: Sendable {
    private let settings: HotFolderSettings
    private let onStep: @Sendable (Step) throws -> Void

    /// A hot folder; nothing happens before ``run(_:adapter:)``.
    public init(_ settings: HotFolderSettings) {
        self.init(settings, onStep: { _ in })
    }

    /// A hot folder whose work a test can end at every step.
    init(_ settings: HotFolderSettings, onStep: @escaping @Sendable (Step) throws -> Void) {
        self.settings = settings
        self.onStep = onStep
    }

    /// Takes files until cancelled; or, if the context says so, those that are there now. Blocks its thread while it waits.
    public func run(_ context: AdapterContext, adapter: some DocumentAdapter) async throws {
        let wake = try WakePipe()
        try await withTaskCancellationHandler {
            let taker = FileTaker(context, adapter, settings, onStep: onStep)
            try await FolderRun(settings, context, taker, wake).run()
        } onCancel: {
            wake.signal()
        }
    }
}
