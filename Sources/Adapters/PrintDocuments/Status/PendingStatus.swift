import AdapterAPI

/// A DeviceInfo of a Status message, ready but for what only the message's end decides: its machine, and with it the
/// counter that the machine had last.
struct PendingStatus: BitwiseCopyable {
    enum Problem: UInt8, BitwiseCopyable {
        case none, noStatus, badStatus
    }
    /// The payload up to its total counter, in the collector's bytes.
    var bodyStart: Int
    var bodyEnd: Int
    var problem: Problem
    var hasCounter: Bool
    var counter: Double
    /// The key that the DeviceInfo itself names, in the collector's texts; empty when it names none.
    var assetStart: Int
    var assetEnd: Int
    /// Whether the key is its Device's and not its own.
    var isDevicesKey: Bool
    var origin: Record.Origin
}
