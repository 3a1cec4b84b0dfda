extension PlatformCore {
    mutating func setFaults(_ next: Faults, now: Moment) {
        guard next != faults else { return }
        if next.stopReading != faults.stopReading {
            effects.append(.reading(!next.stopReading))
            // Nobody was heard meanwhile; that is no silence of theirs.
            for id in sessions.keys { sessions[id]?.lastHeard = now.monotonic }
        }
        faults = next
        generation += 1
        log("faults: \(next.changes)")
    }

    /// Cuts the connection of one client, or all; returns how many.
    mutating func cut(client: String?, reason: String = "cut, as asked", now: Moment) -> Int {
        let cut = sessions.filter { client == nil || $0.value.clientID == client }.keys.sorted()
        for id in cut { end(id, reason, atOnce: true, now: now) }
        return cut.count
    }

    /// A provisioning call makes an asset.
    mutating func addAsset(_ clientID: String, now: Moment) {
        assets.append(ProvisionedAsset(clientID: clientID, created: now.wall))
        generation += 1
        effects.append(.storeAssets)
        log("provisioned \"\(clientID)\", asset \(assets.count)")
    }

    /// The state document, without what only the shell knows.
    mutating func state(now: Moment) -> [String: JSONValue] {
        let clients = sessions.values.filter { $0.clientID != nil }.sorted { $0.name < $1.name }
        return [
            "stage": .string(stage), "startedAt": .string(started.text), "counts": counts.json,
            "rates": [
                "eventsPerSecond": .tenths(eventRate.perSecond(now: now.monotonic)),
                "bytesPerSecond": .tenths(byteRate.perSecond(now: now.monotonic)),
            ],
            "byType": types.json, "clients": .array(clients.map(\.json)), "assets": .array(assets.map(\.json)),
            "faults": faults.json,
        ]
    }
}

extension ClientSession {
    var json: JSONValue {
        [
            "id": .string(clientID ?? ""), "address": .string(address), "tls": .bool(isTLS),
            "connectedAt": connected.map { .string($0.text) } ?? .null, "keepAlive": .integer(keepAlive),
            "subscriptions": .array(subscriptions.map { .string($0.filter.text) }), "published": .integer(published),
            "inFlight": .integer(outbound.inFlight.count),
        ]
    }
}

extension Faults {
    /// What is other than normal, for the log.
    var changes: String {
        let normal = Faults().json.object ?? [:]
        let other = (json.object ?? [:]).filter { $0.value != normal[$0.key] }
        let list = other.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
        return list.isEmpty ? "none" : list.joined(separator: ", ")
    }
}
