import CMosquitto
import Glibc

extension DeliveryWorker {
    /// How often the library looks after its keep-alive.
    private static let tick = MonotonicTime.second

    /// Publishes until the session ends. Nil when it was stopped, else why it ended.
    func converse(_ client: borrowing MosquittoClient) -> DeliveryFault? {
        var nextTick = MonotonicTime.now() + Self.tick
        while true {
            let now = MonotonicTime.now()
            let stopBy = control.stopBy
            if let stopBy, window.inFlight == 0 || now >= stopBy {
                client.disconnect()
                return nil
            }
            var held: Nanoseconds?
            if stopBy == nil {
                let sideHeld = side.exchange(client, &window, now, age: spool.age(ofChunk:))
                refilter()
                let answerBy = side.holdsDelivery(now)
                held = MonotonicTime.earlier(MonotonicTime.earlier(sideHeld, answerBy), side.due)
                if answerBy == nil {
                    pull()
                    if let fault = fill(client, now) { return fault }
                    // What was dropped made room, and more may follow at once.
                    if window.takeHasDropped() { held = now }
                }
            }
            if let due = window.acknowledgementDue, now >= due {
                return DeliveryFault(
                    .noAcknowledgement, "none for \(settings.acknowledgementTimeout), connecting anew")
            }
            if now >= nextTick {
                nextTick = now + Self.tick
                let code = client.keepAlive()
                if code != 0 { return lost(code) }
            }
            var until = min(nextTick, window.acknowledgementDue ?? .max, stopBy ?? .max)
            if stopBy == nil { until = min(until, window.heldUntil ?? .max, held ?? .max) }
            let code = exchange(client, until)
            note(client.events)
            report()
            if code != 0 { return lost(code) }
        }
    }

    /// Passes a changed filter on to the window.
    private func refilter() {
        let (current, generation) = filter.state
        guard generation != filterGeneration else { return }
        filterGeneration = generation
        window.filter(by: LateFilter(current) { [spool] in spool.eventType(of: $0) })
    }

    private func pull() {
        guard window.wantsChunks else { return }
        for stored in spool.take(generation: generation, events: settings.window) { window.add(stored) }
    }

    /// Publishes what window and rate allow, in full TCP segments.
    private func fill(_ client: borrowing MosquittoClient, _ now: Nanoseconds) -> DeliveryFault? {
        guard var outgoing = window.next(now: now) else { return nil }
        let corked = window.room > 1 && window.unsent > 1
        if corked { client.cork(true) }
        defer { if corked { client.cork(false) } }
        while true {
            let topic = outgoing.chunk.topic
            let (code, message) = outgoing.chunk.withEvent(at: outgoing.index) { client.publish(topic: topic, $0) }
            guard code == 0 || message != 0 else { return DeliveryFault(.library, MosquittoClient.text(code)) }
            window.published(outgoing, message: message, now: now)
            // A broken connection shows here first; reading tells why.
            guard code == 0, let next = window.next(now: now) else { return nil }
            outgoing = next
        }
    }

    /// Waits for the broker, the spool or the moment; moves bytes both ways. 0 while the session lasts.
    private func exchange(_ client: borrowing MosquittoClient, _ until: Nanoseconds) -> Int32 {
        let socket = client.socket
        guard socket >= 0 else { return Int32(MOSQ_ERR_CONN_LOST.rawValue) }
        let wanted = POLLIN | (client.wantsWrite ? POLLOUT : 0)
        let timeout = Polling.milliseconds(until - MonotonicTime.now())
        let seen = withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { watched in
            watched[0] = pollfd(fd: socket, events: Int16(wanted), revents: 0)
            watched[1] = pollfd(fd: wakeup.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(watched.baseAddress, 2, timeout) > 0 else { return Int32(0) }
            if watched[1].revents != 0 { wakeup.clear() }
            return Int32(watched[0].revents)
        }
        var code: Int32 = 0
        if seen & ~POLLOUT != 0 { code = client.read() }
        if code == 0, seen & POLLOUT != 0 { code = client.write() }
        return code
    }

    private func note(_ events: MosquittoEvents) {
        guard !events.acknowledged.isEmpty else { return }
        for message in events.acknowledged where window.acknowledged(message) { acknowledged += 1 }
        events.acknowledged.removeAll(keepingCapacity: true)
    }

    private func lost(_ code: Int32) -> DeliveryFault {
        switch code {
        case Int32(MOSQ_ERR_CONN_LOST.rawValue): DeliveryFault(.lost, "closed by the broker")
        case Int32(MOSQ_ERR_KEEPALIVE.rawValue): DeliveryFault(.lost, "no answer to a ping")
        default: DeliveryFault(.lost, MosquittoClient.text(code))
        }
    }
}
