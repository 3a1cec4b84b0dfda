@testable import IoTTransport

/// One session with the model of a broker.
final class ModelLink: BrokerLink {
    let events = MosquittoEvents()
    /// On the way to the broker.
    var outgoing: [ModelBroker.Packet] = []
    /// PUBACKs on the way back.
    var acknowledgements: [Int32] = []
    var filters: [String] = []
    /// Neither side hears of the other; only time-outs end it.
    var isHalfOpen = false
    var isDisconnected = false
    private var lastMessage: Int32 = 0
    private let clock: SimulationClock
    private var lastHeard: Nanoseconds

    init(_ clock: SimulationClock) {
        self.clock = clock
        lastHeard = clock.now
    }

    func acknowledge(_ message: Int32) { acknowledgements.append(message) }

    /// The PUBACK at this place arrives.
    func hear(_ index: Int, again: Bool) {
        lastHeard = clock.now
        events.acknowledged.append(acknowledgements[index])
        if !again { acknowledgements.remove(at: index) }
    }

    func publish(topic: String, _ bytes: UnsafeRawBufferPointer) -> (code: Int32, message: Int32) {
        let message = next()
        outgoing.append(.publish(message: message, topic: topic, bytes: Array(bytes)))
        return (0, message)
    }

    func publishOnce(topic: String, _ payload: [UInt8]) { outgoing.append(.request(topic: topic, payload: payload)) }

    func subscribe(_ filters: [String]) -> (code: Int32, message: Int32) {
        let message = next()
        outgoing.append(.subscribe(message: message, filters: filters))
        return (0, message)
    }

    func cork(_ on: Bool) {}

    /// After half a minute of silence too much the library says that nothing answers.
    func keepAlive() -> Int32 {
        if !isHalfOpen { lastHeard = clock.now }
        return clock.now - lastHeard > 90 * MonotonicTime.second ? 19 : 0
    }

    func disconnect() { isDisconnected = true }

    private func next() -> Int32 {
        lastMessage = lastMessage % 65_535 + 1
        return lastMessage
    }
}
