import IoTTransport
import Logging

/// A host's counters at one moment, as the status line shows them.
struct HostStatus: Equatable {
    let queued: Int
    let waiting: Int
    let inFlight: Int
    let acknowledged: Int
    let filtered: Int
    let dead: Int
    /// Dead letters since the run began.
    let deadInThisRun: Int
    let isConnected: Bool

    init(before: SpoolCounters, counters: SpoolCounters, delivery: DeliverySnapshot) {
        queued = counters.queued
        waiting = counters.waiting
        inFlight = delivery.inFlight
        acknowledged = counters.acknowledged
        filtered = counters.filtered
        dead = counters.dead
        deadInThisRun = counters.dead - before.dead
        isConnected = delivery.isConnected
    }

    var metadata: Logger.Metadata {
        [
            "queued": "\(queued)", "waiting": "\(waiting)", "inFlight": "\(inFlight)",
            "acknowledged": "\(acknowledged)", "filtered": "\(filtered)", "dead": "\(dead)",
            "connected": "\(isConnected)",
        ]
    }
}
