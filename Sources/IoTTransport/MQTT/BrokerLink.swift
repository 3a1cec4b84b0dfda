/// The connection of one session as delivery uses it: libmosquitto's in the host, a model's in the simulation. All calls
/// come from one thread.
protocol BrokerLink: ~Copyable {
    /// What the broker answered and sent.
    var events: MosquittoEvents { get }

    /// Publishes at QoS 1, never retained. With a message id it was accepted, whatever the code says.
    func publish(topic: String, _ bytes: UnsafeRawBufferPointer) -> (code: Int32, message: Int32)

    /// Publishes at QoS 0, for requests whose answer is the acknowledgement.
    func publishOnce(topic: String, _ payload: [UInt8])

    /// Subscribes to all of these in one packet, at QoS 1.
    func subscribe(_ filters: [String]) -> (code: Int32, message: Int32)

    /// While corked, full segments only are sent.
    func cork(_ on: Bool)

    /// Due once a second. Another code than 0 ends the session.
    func keepAlive() -> Int32

    /// Ends the session in order.
    func disconnect()
}
