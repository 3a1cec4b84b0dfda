/// The platform as a value: what clients and the HTTP interface ask goes in with the time, ``effects`` come out. It holds
/// no socket, no file and no clock, so that it can be tested without any.
struct PlatformCore: Sendable {
    let stage: String
    let limits: PlatformLimits
    let started: Moment

    var sessions: [ConnectionID: ClientSession] = [:]
    var connections: [String: ConnectionID] = [:]
    var connectRates: [String: RateLimit] = [:]
    var shadows = ShadowService()
    var assets: [ProvisionedAsset] = []
    var faults = Faults()
    var counts = PlatformCounts()
    var types = TypeCounts()
    var events = EventLog()
    var known = RememberedIDs()
    var eventRate = RateMeter()
    var byteRate = RateMeter()
    /// What must be done now, in this order; the shell takes it after each call.
    var effects: [Effect] = []
    /// Rises with whatever the state document shows.
    var generation = 0
    var random: SplitMix64
    private var unnamed = 0

    /// Client ids whose last connect is remembered.
    static let maximumConnectRates = 10_000
    /// Seconds that a connection may take until its CONNECT.
    static let connectTimeout: Int64 = 10

    init(stage: String, limits: PlatformLimits, seed: UInt64, now: Moment) {
        self.stage = stage
        self.limits = limits
        started = now
        random = SplitMix64(state: seed)
    }

    var telemetryRule: String { "iot_data_platform_telemetry_\(stage)" }

    /// Names of clients and topics may hold anything: what would steer a terminal does not get into the log.
    mutating func log(_ line: String) {
        let isPlain = line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        if isPlain { return effects.append(.log(line)) }
        let scalars = line.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{fffd}" : $0 }
        effects.append(.log(String(String.UnicodeScalarView(scalars))))
    }

    /// Of what comes often only the first and every tenth power are named.
    static func isWorthALine(_ count: Int) -> Bool {
        var power = 1
        while power < count { power *= 10 }
        return count <= 3 || power == count
    }

    mutating func send(_ packet: MQTTPacket, to id: ConnectionID) {
        effects.append(.send(id, packet, delay: faults.delay))
    }

    /// Ends a connection: at once for faults and malformed bytes, after the last answer otherwise.
    mutating func end(_ id: ConnectionID, _ reason: String, atOnce: Bool = false, keepsWill: Bool = true, now: Moment) {
        guard let session = sessions.removeValue(forKey: id) else { return }
        generation += 1
        effects.append(.close(id, atOnce: atOnce))
        if let client = session.clientID, connections[client] == id { connections[client] = nil }
        if session.clientID != nil || !reason.isEmpty { log("- \(session.name): \(reason)") }
        if keepsWill, let will = session.will {
            if will.topic.utf8.first == UInt8(ascii: "$") {
                log("  its last will on \(will.topic) is ignored")
            } else {
                deliver(will, now: now)
            }
        }
    }

    mutating func nextUnnamedClient() -> String {
        unnamed += 1
        return "unnamed-\(unnamed)"
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
