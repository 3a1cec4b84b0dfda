import IoTTransport

@testable import AdapterHostKit

/// What goes wrong most often, as the host sees it.
enum Situation: String, CaseIterable {
    case noBroker = "no broker"
    case expiredCertificate = "an expired certificate"
    case wrongAuthority = "a wrong CA"
    case wrongRule = "a wrong rule name"
    case topicRefused = "a topic that is not ours"
    case rejectedTelemetry = "telemetry that the platform rejects"
    case fullDisk = "a full disk"
    case unreadableFolder = "an unreadable folder"
    case unknownAsset = "an unknown asset"
    case blacklistedType = "a blacklisted type"
    case silentPress = "a press silent for an hour"
    case wrongClock = "a clock an hour off"

    var state: HostState {
        HostState.sample { state in
            switch self {
            case .noBroker: state.disconnect("TCP", "Connection refused")
            case .expiredCertificate:
                state.certificate?.notAfter = state.at - 2 * 86_400
                state.disconnect("TLS", "sslv3 alert certificate expired (our certificate has expired)")
            case .wrongAuthority:
                state.disconnect(
                    "TLS",
                    "certificate verify failed (CA does not match the broker's certificate, or its name or dates are not valid)"
                )
            case .wrongRule: state.connection.topic = "$aws/rules/iot_data_platform_telemetry_prod"
            case .topicRefused:
                state.disconnect("connection lost", "the broker closed the connection", blamesTopic: true)
            case .rejectedTelemetry:
                state.connection.rejected = 17
                state.connection.sinceRejected = 30
            case .fullDisk:
                state.spool.block = "disk full"
                state.spool.blockReason =
                    "spool /var/lib/adapter-host/spool.sqlite: disk full (database or disk is full)"
                state.spool.freeBytes = 12 << 10
            case .unreadableFolder:
                state.presses[0].obstacle = .init(
                    kind: .notPermitted, path: "/srv/feeds/cd102", text: "cannot list: Permission denied")
            case .unknownAsset:
                state.spool.counters.deadLetters = 3
                state.deadLetters = [
                    .init(
                        source: "cd102", code: "unknown_asset", count: 3,
                        reason: "no entry in assets: for \"6000\"; add one, or set unknownAsset: useKey",
                        origin: "/srv/feeds/cd102/feed.xml:2:1")
                ]
            case .blacklistedType:
                state.shadow.filter.blacklist = ["ODA.JobEvent"]
                state.shadow.filter.isPlatforms = true
                state.shadow.filter.heldBack = ["event_type_blacklist:ODA.JobEvent": 42]
            case .silentPress: state.presses[0].silent = 3_900
            case .wrongClock: state.clockLead = -3_605
            }
        }
    }
}
