import AdapterAPI

/// What the generator can send.
enum SyntheticKind: String, CaseIterable, Sendable {
    case status
    case ink
    case energy
    /// Published as `smoke-test` under header v3: the pipeline renames it, as it renames types for v1.
    case referenceClientTest = "reference-client-test"

    /// The event's type and shape.
    var recordKind: RecordKind {
        switch self {
        case .status: RecordKind(eventType: "generic.signal", eventSubtype: "Status", payloadVersion: 2)
        case .ink: RecordKind(eventType: "presscenter.oda", eventSubtype: "InkConsumptionSummary")
        case .energy: RecordKind(eventType: "presscenter.oda", eventSubtype: "EnergyConsumptionSummary")
        case .referenceClientTest: RecordKind(eventType: "reference-client-test", eventSubtype: "any-sub-type")
        }
    }
}
