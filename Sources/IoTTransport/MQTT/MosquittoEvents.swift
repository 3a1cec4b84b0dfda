/// What libmosquitto's callbacks leave behind; used by the thread that owns the client only.
final class MosquittoEvents {
    /// The code of the CONNACK, once it is there.
    var connack: Int32?
    /// Message ids whose PUBACK came.
    var acknowledged: [Int32] = []
    /// What the library logged as errors and warnings while connecting.
    var errors: [String] = []
    /// SUBACKs: the SUBSCRIBE's message id, and a code for each of its filters.
    private var subscribed: [(message: Int32, granted: [Int32])] = []
    /// Messages under our subscriptions.
    private var received: [(topic: String, payload: [UInt8])] = []

    func subscribed(_ message: Int32, _ granted: [Int32]) { subscribed.append((message, granted)) }

    func received(_ topic: String, _ payload: [UInt8]) { received.append((topic, payload)) }

    /// The SUBACKs since the last call.
    func takeSubscribed() -> [(message: Int32, granted: [Int32])] {
        if subscribed.isEmpty { return [] }
        defer { subscribed = [] }
        return subscribed
    }

    /// The messages since the last call.
    func takeReceived() -> [(topic: String, payload: [UInt8])] {
        if received.isEmpty { return [] }
        defer { received = [] }
        return received
    }
}
