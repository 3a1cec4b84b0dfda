import Dispatch
import Synchronization

/// Writes what must survive a restart, behind the platform's back: what changes while a file is being written goes into
/// the next writing of it.
final class PlatformStore: Sendable {
    static let shadowFile = "shadows.json"
    static let assetFile = "assets.json"

    private let folder: PlatformFolder
    private let log: @Sendable (String) -> Void
    private let queue = DispatchQueue(label: "local-platform.store")
    private let waiting = Mutex<Set<String>>([])

    init(folder: PlatformFolder, log: @escaping @Sendable (String) -> Void) {
        self.folder = folder
        self.log = log
    }

    /// Writes a file soon; `bytes` is asked for its content at that time.
    func write(_ name: String, bytes: @escaping @Sendable () -> [UInt8]) {
        guard waiting.withLock({ $0.insert(name).inserted }) else { return }
        queue.async { [self] in
            waiting.withLock { _ = $0.remove(name) }
            do throws(LocalPlatformFault) {
                try folder.write(name, bytes())
            } catch {
                log("not stored: \(error)")
            }
        }
    }

    /// Waits until all is written.
    func finish() async {
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }

    /// What was stored; a file that cannot be understood is set aside.
    func load(into core: inout PlatformCore) throws(LocalPlatformFault) {
        if let bytes = try folder.read(Self.shadowFile) {
            do throws(JSONFault) { core.shadows = try ShadowFile.service(bytes) } catch {
                setAside(Self.shadowFile, error)
            }
        }
        if let bytes = try folder.read(Self.assetFile) {
            do throws(JSONFault) { core.assets = try AssetFile.assets(bytes) } catch { setAside(Self.assetFile, error) }
        }
    }

    private func setAside(_ name: String, _ fault: JSONFault) {
        folder.setAside(name)
        log("\(folder.file(name)) is damaged (\(fault)); it is kept as \(name).damaged, and begun anew")
    }
}
