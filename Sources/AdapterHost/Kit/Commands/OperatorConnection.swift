import IoTTransport

/// A connection beside a host that may be running: with a client id that does not cut it.
struct OperatorConnection {
    let shadow: ShadowOperator
    /// Keeps a host from starting while its client id is used here.
    private let lock: StateLock?

    struct Fault: Error, CustomStringConvertible {
        let description: String
        /// Why there is no session at all; nil when there is one.
        var session: DeliveryFault?
    }

    /// Connects as `{clientId}-operator`; where the identity is a certificate, which as a rule allows one client id only,
    /// as the host itself, unless that is running.
    ///
    /// - Parameters:
    ///   - clientID: in place of all that.
    ///   - subscribes: whether the shadow is going to be asked.
    /// - Throws: ``Fault``.
    init(
        _ host: HostConfiguration, clientID: String?, shadowName: String?, subscribes: Bool = true
    ) throws(Fault) {
        var broker = host.broker
        let thing = broker.clientID
        var holder: String?
        var lock: StateLock?
        if let clientID {
            broker.clientID = clientID
        } else {
            if broker.tls?.certificate != nil {
                do throws(StateLock.Fault) { lock = try StateLock(folder: host.state) } catch { holder = "\(error)" }
            }
            if lock == nil { broker.clientID += "-operator" }
        }
        self.lock = lock
        do throws(ShadowOperator.Fault) {
            shadow = try ShadowOperator.connect(broker, thing: thing, name: shadowName, subscribes: subscribes)
        } catch {
            guard let holder, error.isRefusal else { throw Fault(description: "\(error)", session: error.session) }
            throw Fault(
                description: """
                    \(error)
                    The certificate seems to allow no client id but \(thing), and the host itself holds that one: \(holder). \
                    A second connection with it would cut the host. Stop the host, ask for a policy that allows \
                    \(broker.clientID), or change the shadow with the platform's own tools.
                    """, session: error.session)
        }
    }
}
