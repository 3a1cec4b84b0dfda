@testable import HotFolder

extension HotFolderSettings {
    /// Settings that make a test short; names are trusted unless `ready` says otherwise.
    static func quick(_ folder: TemporaryFolder, ready: Ready = .rename) -> HotFolderSettings {
        var settings = HotFolderSettings(folder: folder.path)
        settings.ready = ready
        settings.scanInterval = .milliseconds(100)
        settings.settleTime = .milliseconds(20)
        settings.stableFor = .milliseconds(100)
        settings.emptyFor = .milliseconds(50)
        return settings
    }
}
