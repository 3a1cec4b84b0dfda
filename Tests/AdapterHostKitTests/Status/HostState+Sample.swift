@testable import AdapterHostKit

extension HostState {
    /// A host where all is well: one press, a platform with a shadow, a certificate for a year.
    static func sample(_ change: (inout HostState) -> Void = { _ in }) -> HostState {
        let now: Int64 = 1_795_000_000
        var connection = Connection(
            endpoint: "mqtts://iot.example.com:8883", host: "iot.example.com", port: 8883, clientID: "hall-1",
            topic: "$aws/rules/iot_data_platform_telemetry_prd",
            authority: "/etc/adapter-host/store/amazonRootCA1.pem")
        connection.isConnected = true
        connection.sessions = 1
        var shadow = Shadow()
        shadow.phase = "synced"
        var spool = Spool(path: "/var/lib/adapter-host/spool.sqlite")
        spool.maxBytes = 4 << 30
        spool.freeBytes = 20 << 30
        spool.roomBytes = 4 << 30
        spool.drainSeconds = 0
        var press = Press(id: "cd102", adapter: "prinect")
        press.place = "/srv/feeds/cd102"
        press.records = 1_204
        press.lastRecord = now - 12
        press.silent = 12
        var state = HostState(
            version: "1.0", user: "adapter-host", startedAt: now - 86_400, at: now, connection: connection,
            shadow: shadow, spool: spool, presses: [press], deadLetters: [],
            certificate: Certificate(
                path: "/etc/adapter-host/store", subject: "hall-1", notBefore: now - 86_400,
                notAfter: now + 365 * 86_400),
            clockLead: 0)
        change(&state)
        return state
    }

    /// Without a session, for this reason.
    mutating func disconnect(_ kind: String, _ text: String, blamesTopic: Bool = false) {
        connection.isConnected = false
        connection.fault = .init(kind: kind, text: text, blamesTopic: blamesTopic)
    }
}
